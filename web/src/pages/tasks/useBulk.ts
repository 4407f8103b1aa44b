import { computed, reactive, ref } from "vue";
import { useI18n } from "vue-i18n";
import { readExecution } from "@/api/executions";
import { idempotencyKey } from "@/api/key";
import { changeTask, deleteTask, executeTask } from "@/api/tasks";
import type { Started, Task } from "@/api/types";
import { useFailure } from "@/composables/useFailure";
import { useReason } from "@/composables/useReason";
import { deletionOrder, forEachOf } from "@/lib/bulk";

export const BULK_ACTIONS = ["run", "enable", "pause", "remove"] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];
export interface BulkRow {
  task: Task;
  state: "waiting" | "working" | "done" | "already" | "skipped" | "failed";
  /** Why it failed or was skipped, in words. */
  reason: string;
  execution?: string;
}
const AT_ONCE = 4;

/** One action on many tasks, with an end for each. What failed can be tried again. */
export function useBulk(action: BulkAction, tasks: Task[]) {
  const { t } = useI18n();
  const { words } = useFailure();
  const why = useReason();
  const order = action === "remove" ? deletionOrder(tasks) : tasks;
  const rows = reactive(order.map((task) => ({ task, state: "waiting", reason: "" }))) as BulkRow[];
  const working = ref(false);
  // The same key for each further try: no task is started twice.
  const keys = new Map(order.map((task) => [task.task_id, idempotencyKey()]));

  /** A run may be skipped at once, while the one before goes on, say. */
  async function start(row: BulkRow, { execution_id, status }: Started): Promise<BulkRow["state"]> {
    row.execution = execution_id;
    if (status !== "skipped") return "done";
    row.reason = why(await readExecution(execution_id));
    return "skipped";
  }
  async function act(row: BulkRow): Promise<BulkRow["state"]> {
    const { task_id, task_enabled } = row.task;
    if (action === "run") return start(row, await executeTask(task_id, {}, keys.get(task_id)));
    else if (action === "remove") await deleteTask(task_id);
    else if (task_enabled === (action === "enable")) return "already";
    else await changeTask(task_id, { task_enabled: action === "enable" });
    return "done";
  }
  async function one(row: BulkRow): Promise<void> {
    row.state = "working";
    try {
      row.state = await act(row);
    } catch (error) {
      const { text, hint } = words(error);
      row.reason = [text, hint].filter(Boolean).join(" ");
      row.state = "failed";
    }
  }

  async function startAll(): Promise<void> {
    working.value = true;
    const open = rows.filter((row) => row.state === "waiting" || row.state === "failed");
    await forEachOf(open, action === "remove" ? 1 : AT_ONCE, one);
    working.value = false;
  }
  const count = (...states: BulkRow["state"][]) => rows.filter((row) => states.includes(row.state)).length;
  return {
    rows,
    working,
    start: startAll,
    done: computed(() => count("done", "already", "skipped")),
    failed: computed(() => count("failed")),
    gone: () => rows.filter((row) => action === "remove" && row.state === "done").map((row) => row.task.task_id),
    title: t(`bulk.title_${action}`, { n: tasks.length }, tasks.length),
  };
}
