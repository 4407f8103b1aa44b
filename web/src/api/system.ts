import { http, unwrap } from "./http";
import type { Executor, TaskSchedule } from "./types";

export const readStatus = () => unwrap(http.GET("/api/status"));

export const readOverview = () => unwrap(http.GET("/api/overview"));

let executors: Promise<Executor[]> | null = null;

/** The kinds of task do not change while the server runs, so they are asked for once. */
export function readExecutors(): Promise<Executor[]> {
  executors ??= unwrap(http.GET("/api/executors")).then(
    (answer) => answer.items,
    (error: unknown) => {
      executors = null;
      throw error;
    },
  );
  return executors;
}

export const previewSchedule = (expression: TaskSchedule, timezone: string, count: number, signal?: AbortSignal) =>
  unwrap(http.POST("/api/schedule/preview", { body: { expression, timezone: timezone || undefined, count }, signal }));
