import type { RecentExecution } from "@/api/types";
import { FAMILY, shown, type Family } from "./status";

export interface Bar {
  id: string;
  x: number;
  y: number;
  height: number;
  family: Family;
  execution: RecentExecution;
}

export const BAR_SLOTS = 20;
export const BAR_STEP = 7;
export const BAR_HEIGHT = 24;
const LOWEST = 5;

/** Bars from old to new, right-aligned in twenty slots; the height is the duration on a log scale of the longest. */
export function barsOf(recent: RecentExecution[]): Bar[] {
  const kept = recent.slice(-BAR_SLOTS);
  const longest = Math.max(1, ...kept.map((one) => one.duration ?? 0));
  return kept.map((execution, index) => {
    const share = Math.log1p(execution.duration ?? 0) / Math.log1p(longest);
    const height = Math.round(LOWEST + share * (BAR_HEIGHT - LOWEST));
    const x = (BAR_SLOTS - kept.length + index) * BAR_STEP;
    return { id: execution.execution_id, x, y: BAR_HEIGHT - height, height, family: FAMILY[shown(execution)], execution };
  });
}

export function tally(recent: RecentExecution[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const execution of recent) counts.set(shown(execution), (counts.get(shown(execution)) ?? 0) + 1);
  return [...counts];
}
