import type { ScheduleItem, ScheduleObject, TaskSchedule } from "@/api/types";

export type ScheduleKind = "cron" | "every" | "at";
export interface ScheduleRow {
  kind: ScheduleKind;
  value: string;
  timezone: string;
  start?: string;
}

export const emptyRow = (kind: ScheduleKind = "cron"): ScheduleRow => ({ kind, value: "", timezone: "" });

export function toRow(item: ScheduleItem): ScheduleRow {
  if (typeof item === "string") return { ...emptyRow(), value: item };
  const timezone = item.timezone ?? "";
  if ("cron" in item) return { kind: "cron", value: item.cron, timezone };
  if ("every" in item) return { kind: "every", value: String(item.every), timezone, start: item.start };
  return { kind: "at", value: item.at, timezone };
}

/** Every form the definition may have, as rows to edit. */
export function toRows(schedule: TaskSchedule): ScheduleRow[] {
  if (!schedule) return [];
  return (Array.isArray(schedule) ? schedule : [schedule]).map(toRow);
}

export function toItem({ kind, value, timezone, start }: ScheduleRow): ScheduleItem {
  const zone = timezone ? { timezone } : {};
  if (kind === "cron") return timezone ? { cron: value, ...zone } : value;
  const item = kind === "every" ? { every: value, ...(start ? { start } : {}) } : { at: value };
  return { ...item, ...zone } as ScheduleObject;
}

/** A lone cron expression stays the plain string people know; anything else is a list. */
export function fromRows(rows: ScheduleRow[]): TaskSchedule {
  const items = rows.filter((row) => row.value.trim()).map((row) => toItem({ ...row, value: row.value.trim() }));
  if (items.length === 0) return "";
  return items.length === 1 && typeof items[0] === "string" ? items[0] : items;
}

/** Which of the five parts the caret is in, for the line of part names under the field. */
export function partAt(expression: string, caret: number): number {
  const before = expression.slice(0, caret).trimStart();
  return before === "" ? 0 : Math.min(4, before.split(/\s+/).length - 1);
}

/** Day-of-month and weekday both given: cron runs when either matches, which surprises people. */
export function matchesEitherDay(expression: string): boolean {
  const [, , day, , weekday] = expression.trim().split(/\s+/);
  return day !== undefined && weekday !== undefined && !day.startsWith("*") && !weekday.startsWith("*");
}
