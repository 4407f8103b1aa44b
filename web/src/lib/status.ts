import type { Execution, Status } from "@/api/types";

/** What a person sees: the eight statuses, and four moments of them that have a name of their own. */
export type Shown = Status | "stopping" | "retrying" | "missed";
export type Family = "success" | "bad" | "active" | "waiting" | "quiet";

export const FAMILY: Record<Shown, Family> = {
  success: "success",
  failed: "bad",
  timeout: "bad",
  lost: "bad",
  running: "active",
  stopping: "active",
  pending: "waiting",
  retrying: "waiting",
  missed: "waiting",
  cancelled: "quiet",
  skipped: "quiet",
};

type Facts = Pick<Execution, "status"> & Partial<Pick<Execution, "reason" | "cancel_requested" | "attempt">>;

export function shown({ status, reason, cancel_requested, attempt }: Facts): Shown {
  if (status === "running" && cancel_requested) return "stopping";
  if (status === "pending" && (attempt ?? 1) > 1) return "retrying";
  if (status === "skipped" && reason === "missed") return "missed";
  return status;
}

export const isBad = (status: Status): boolean => FAMILY[status] === "bad";
