import type { Execution } from "@/api/types";

export interface Truth {
  key: "stopping" | "stopped" | "survivors" | "unconfirmed";
  values: Record<string, number>;
  bad: boolean;
}

const ENDED_BY_US = new Set(["cancelled", "timeout"]);

/** What became of the processes when somebody or something ended them: never more than was measured. */
export function stopTruth(execution: Pick<Execution, "status" | "cancel_requested" | "survivors" | "processes_ended" | "start_time">): Truth | null {
  const { status, cancel_requested, survivors, processes_ended, start_time } = execution;
  const values = { n: processes_ended, survivors: survivors ?? 0 };
  if (status === "running") return cancel_requested ? { key: "stopping", values, bad: false } : null;
  if (survivors !== null && survivors > 0) return { key: "survivors", values, bad: true };
  if (!ENDED_BY_US.has(status) || start_time === null) return null;
  return survivors === null ? { key: "unconfirmed", values, bad: true } : { key: "stopped", values, bad: false };
}
