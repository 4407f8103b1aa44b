import { defineComponent, h, onMounted } from "vue";
import { defineWatchbellButtons } from "../index";
import { useScriptManager } from "./useScriptManager";

/** A page with its script buttons around it: `<ScriptManagerLayout page-route="/scanDevUpdate">…</ScriptManagerLayout>`. */
export const ScriptManagerLayout = defineComponent({
  name: "ScriptManagerLayout",
  props: {
    pageRoute: { type: String, required: true },
    baseUrl: { type: String, default: "" },
    apiKey: { type: String, default: "" },
    language: { type: String, default: undefined },
    theme: { type: String, default: undefined },
  },
  emits: ["started", "finished"],
  setup(props, { slots, emit, expose }) {
    defineWatchbellButtons();
    const { manager, ...scripts } = useScriptManager(props.pageRoute, props);
    manager.listen({ started: (detail) => emit("started", detail), finished: (detail) => emit("finished", detail) });
    onMounted(scripts.loadScripts);
    expose(scripts);
    return () =>
      h(
        "watchbell-buttons",
        { ".manager": manager, "^page-route": props.pageRoute, "^base-url": props.baseUrl || undefined, "^language": props.language, "^theme": props.theme },
        slots.default?.(),
      );
  },
});
