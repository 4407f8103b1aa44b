import { type PropType, type SlotsType, computed, defineComponent, h, onMounted, shallowRef } from "vue";
import type { ConfiguredScript } from "../core/configured";
import type { WatchbellButtons } from "../element/element";
import { defineWatchbellButtons } from "../index";
import { type UsedScriptManager, useScriptManager } from "./useScriptManager";

interface ButtonSlot {
  script: ConfiguredScript;
  /** Asks for parameters or a yes where the button is configured so, then starts the script. */
  execute: () => void;
}

/**
 * The buttons alone, where a page wants them: those of `position`, or all. With `scripts`, of a manager that the page has;
 * else of `page-route`. The slot draws each button in the page's own way, such as with `<el-button>`.
 */
export const ScriptButtons = defineComponent({
  name: "ScriptButtons",
  props: {
    pageRoute: { type: String, default: "" },
    scripts: { type: Object as PropType<UsedScriptManager>, default: undefined },
    position: { type: String, default: undefined },
    baseUrl: { type: String, default: "" },
    apiKey: { type: String, default: "" },
    language: { type: String, default: undefined },
    theme: { type: String, default: undefined },
  },
  slots: Object as SlotsType<{ default: ButtonSlot }>,
  setup(props, { slots }) {
    defineWatchbellButtons();
    const used = props.scripts ?? useScriptManager(props.pageRoute, props);
    if (!props.scripts) onMounted(used.loadScripts);
    const element = shallowRef<WatchbellButtons>();
    const filteredScripts = computed(() =>
      used.allConfiguredScripts.value.filter(({ position }) => !props.position || position === props.position),
    );
    const draw = (script: ConfiguredScript) => slots.default({ script, execute: () => element.value?.press(script.config_id) });
    // Where the page draws the buttons, the element is there for its dialog and for what is said aloud.
    const host = (position: string | undefined) =>
      h("watchbell-buttons", { ref: element, ".manager": used.manager, "^position": position, "^language": props.language, "^theme": props.theme });
    return () => (Boolean(slots.default) ? [...filteredScripts.value.map(draw), host("none")] : host(props.position));
  },
});
