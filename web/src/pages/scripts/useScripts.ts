import { computed } from "vue";
import { listScripts } from "@/api/scripts";
import type { Script } from "@/api/scriptTypes";
import { useLoad } from "@/composables/useLoad";
import { useQueryState } from "@/composables/useQueryState";
import { useRefresh } from "@/composables/useRefresh";
import { filterScripts, SCRIPT_FILTERS } from "@/lib/scripts";

/** All scripts, and those of them that the filters in the address leave. */
export function useScripts() {
  const { fields, values, filtered, clear } = useQueryState(SCRIPT_FILTERS);
  const { data, error, load } = useLoad(listScripts);
  void load();
  useRefresh({ executions: "all" }, load, (event) => event.type === "execution" && event.execution.task_id === null);

  const all = computed(() => data.value ?? []);
  const shown = computed(() => filterScripts(all.value, values.value));
  const replace = (script: Script) => {
    data.value = all.value.map((one) => (one.id === script.id ? { ...one, ...script } : one));
  };
  return { fields, filtered, clear, data, error, load, all, shown, replace };
}
