import { http, unwrap } from "./http";
import type { Executor, Overview, SchedulePreview, SystemStatus, TaskSchedule } from "./types";

export const readStatus = () => unwrap<SystemStatus>(http.GET("/api/status"));

export const readOverview = () => unwrap<Overview>(http.GET("/api/overview"));

let executors: Promise<Executor[]> | null = null;

/** The kinds of task do not change while the server runs, so they are asked for once. */
export function readExecutors(): Promise<Executor[]> {
  executors ??= unwrap<{ items: Executor[] }>(http.GET("/api/executors")).then(
    (answer) => answer.items,
    (error: unknown) => {
      executors = null;
      throw error;
    },
  );
  return executors;
}

export const previewSchedule = (expression: TaskSchedule, timezone: string, count: number, signal?: AbortSignal) =>
  unwrap<SchedulePreview>(
    http.POST("/api/schedule/preview", { body: { expression, timezone: timezone || null, count }, signal }),
  );
