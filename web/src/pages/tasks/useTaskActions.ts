import { useI18n } from "vue-i18n";
import { changeTask, deleteTask } from "@/api/tasks";
import type { Task } from "@/api/types";
import { useConfirm } from "@/composables/useConfirm";
import { useFailure } from "@/composables/useFailure";
import { useToasts } from "@/composables/useToasts";

/** Enable, pause and delete; `changed` gets the task as the server now has it. */
export function useTaskActions(changed: (task: Task) => void, gone: (task_id: string) => void) {
  const { t } = useI18n();
  const { show } = useToasts();
  const { ask } = useConfirm();
  const { toast } = useFailure();

  async function enable(task: Task, enabled: boolean, undo = true): Promise<void> {
    changed({ ...task, task_enabled: enabled });
    try {
      const saved = await changeTask(task.task_id, { task_enabled: enabled });
      changed(saved);
      if (!undo) return;
      show(t(enabled ? "tasks.enabledNow" : "tasks.pausedNow", { name: task.task_name }), {
        actions: [{ label: t("common.undo"), run: () => enable(saved, !enabled, false) }],
      });
    } catch (error) {
      changed(task);
      toast(error);
    }
  }

  async function remove(task: Task): Promise<void> {
    const yes = await ask({
      title: t("tasks.deleteTitle", { name: task.task_name }), text: t("tasks.deleteText"),
      verb: t("tasks.deleteVerb"), keep: t("tasks.deleteKeep"),
    });
    if (!yes) return;
    try {
      await deleteTask(task.task_id);
      show(t("tasks.deleted", { name: task.task_name }));
      gone(task.task_id);
    } catch (error) {
      toast(error);
    }
  }
  return { enable, remove };
}
