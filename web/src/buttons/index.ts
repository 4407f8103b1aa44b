import { WatchbellButtons } from "./element/element";

export { WatchbellButtons };
export type { ButtonConfig, PageScripts, RunDetail, Script } from "./core/types";

/** Makes `<watchbell-buttons>` known to the browser; a second call, or a second copy of this file, does no harm. */
export function defineWatchbellButtons(name = "watchbell-buttons"): void {
  if (!customElements.get(name)) customElements.define(name, WatchbellButtons);
}

declare global {
  interface HTMLElementTagNameMap {
    "watchbell-buttons": WatchbellButtons;
  }
}
