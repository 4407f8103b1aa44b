/** The buttons for pages that are made with Vue, in the names of the seed; `vue` is the page's own. */
export { defineWatchbellButtons } from "../index";
export { ScriptButtons } from "./ScriptButtons";
export { ScriptManagerLayout } from "./ScriptManagerLayout";
export { useScriptManager } from "./useScriptManager";
