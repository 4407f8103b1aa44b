import { http, unwrap } from "./http";
import { idempotencyKey } from "./key";
import type { TaskQuery } from "./paths";
import type { JsonObject, TaskDefinition } from "./types";

const at = (task_id: string) => ({ params: { path: { task_id } } });
const ifMatch = (version: number) => ({ headers: { "If-Match": `"${version}"` } });

export const listTasks = (query: TaskQuery, signal?: AbortSignal) =>
  unwrap(http.GET("/api/tasks", { params: { query } as never, signal }));

export const readTask = (id: string) => unwrap(http.GET("/api/tasks/{task_id}", at(id)));

export const createTask = (body: Partial<TaskDefinition>) => unwrap(http.POST("/api/tasks", { body }));

export const replaceTask = (id: string, body: Partial<TaskDefinition>, version: number) =>
  unwrap(http.PUT("/api/tasks/{task_id}", { ...at(id), ...ifMatch(version), body }));

export const changeTask = (id: string, body: Partial<TaskDefinition>) =>
  unwrap(http.PATCH("/api/tasks/{task_id}", { ...at(id), body }));

export const deleteTask = (id: string) => unwrap(http.DELETE("/api/tasks/{task_id}", at(id)));

/** `key` makes a repeated press start nothing twice. */
export const executeTask = (id: string, parameters: JsonObject, key = idempotencyKey()) =>
  unwrap(
    http.POST("/api/tasks/{task_id}/execute", { ...at(id), body: { parameters }, headers: { "Idempotency-Key": key } }),
  );

export const stopTask = (id: string) => unwrap(http.POST("/api/tasks/{task_id}/stop", { ...at(id), body: {} }));

export const readNextRuns = (id: string, count: number) =>
  unwrap(http.GET("/api/tasks/{task_id}/next-run", { params: { path: { task_id: id }, query: { count } } }));
