import { computed, watch } from "vue";
import { listTasks } from "@/api/tasks";
import type { Task } from "@/api/types";
import { useKeyset } from "@/composables/useKeyset";
import { useLoad } from "@/composables/useLoad";
import { useQueryState } from "@/composables/useQueryState";
import { useRefresh } from "@/composables/useRefresh";

const LIMIT = 50;
export const TASK_FILTERS = ["q", "status", "tag", "type", "enabled"] as const;

/** The page of tasks that the URL asks for, kept fresh; of one `type` alone where it is given. */
export function useTasks(type?: string) {
  const { fields, values, filtered, clear } = useQueryState(TASK_FILTERS);
  const { cursor, older, newer } = useKeyset();

  const query = computed(() => {
    const { enabled, ...rest } = values.value;
    const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
    return {
      ...set,
      ...(enabled ? { enabled: enabled === "yes" } : {}),
      ...(type ? { type } : {}),
      ...(cursor.value ? { cursor: cursor.value } : {}),
      limit: LIMIT,
    };
  });
  const { data, error, loading, load } = useLoad((signal) => listTasks(query.value, signal));
  watch(query, (next, previous) => JSON.stringify(next) !== JSON.stringify(previous) && load());
  void load();
  useRefresh({ executions: "all", tasks: "all" }, load, (event) => event.type !== "log");

  const replace = (task: Task) => {
    if (!data.value) return;
    data.value = { ...data.value, items: data.value.items.map((one) => (one.task_id === task.task_id ? task : one)) };
  };
  const next = computed(() => data.value?.next_cursor ?? null);
  return { fields, filtered, clear, cursor, older, newer, next, data, error, loading, load, replace };
}
