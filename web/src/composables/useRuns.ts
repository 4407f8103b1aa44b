import { useI18n } from "vue-i18n";
import { rerunExecution, stopExecution } from "@/api/executions";
import { executeTask } from "@/api/tasks";
import type { Execution, JsonObject, Started } from "@/api/types";
import { useConfirm } from "./useConfirm";
import { useFailure } from "./useFailure";
import { useToasts } from "./useToasts";

const AT_ONCE: Partial<Record<Started["status"], string>> = { pending: "runs.queued", skipped: "runs.skipped" };

/** Run, stop and run again, with the same words everywhere. */
export function useRuns() {
  const { t } = useI18n();
  const { show } = useToasts();
  const { toast } = useFailure();
  const { ask } = useConfirm();

  const announce = (started: Started, name: string) =>
    show(t(AT_ONCE[started.status] ?? "runs.started", { name }), {
      actions: [
        { label: t("runs.open"), to: `/executions/${started.execution_id}` },
        ...(started.status === "skipped" ? [] : [{ label: t("runs.stop"), run: () => stop(started.execution_id) }]),
      ],
    });

  async function stop(id: string): Promise<boolean> {
    try {
      await stopExecution(id);
      return true;
    } catch (error) {
      toast(error);
      return false;
    }
  }

  return {
    /** Throws what the server refused, so that a form can show it beside its fields. */
    async run(task_id: string, name: string, parameters: JsonObject, key: string): Promise<Started> {
      const started = await executeTask(task_id, parameters, key);
      announce(started, name);
      return started;
    },
    async rerun(execution: Pick<Execution, "execution_id" | "name">): Promise<Started | undefined> {
      try {
        const started = await rerunExecution(execution.execution_id);
        announce(started, execution.name);
        return started;
      } catch (error) {
        toast(error);
        return undefined;
      }
    },
    stop,
    announce,
    async askAndStop(execution: Pick<Execution, "execution_id" | "name">): Promise<boolean> {
      const yes = await ask({
        title: t("runs.stopTitle", { name: execution.name }), text: t("runs.stopText"), verb: t("runs.stopVerb"), keep: t("runs.keep"),
      });
      return yes && stop(execution.execution_id);
    },
  };
}
