import type { RecentExecution } from "@/api/types";
import { isBad } from "./status";

export interface Health {
  successes: number;
  finished: number;
  /** Median duration of the successful ones, in seconds. */
  usual: number | null;
  /** How many of the latest in a row went wrong. */
  streak: number;
}

const ENDED = new Set(["success", "failed", "timeout", "lost"]);

/** What the last twenty say about a task. Runs that were skipped or cancelled say nothing about its health. */
export function healthOf(recent: RecentExecution[]): Health {
  const finished = recent.filter((one) => ENDED.has(one.status));
  const good = finished.filter((one) => one.status === "success");
  const times = good.flatMap((one) => (one.duration === null ? [] : [one.duration])).sort((a, b) => a - b);
  const lastGood = finished.findLastIndex((one) => !isBad(one.status));
  return {
    successes: good.length,
    finished: finished.length,
    usual: times.length ? (times[Math.floor((times.length - 1) / 2)] ?? null) : null,
    streak: finished.length - 1 - lastGood,
  };
}
