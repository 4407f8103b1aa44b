import { http, unwrap } from "./http";
import { idempotencyKey } from "./key";
import type { JsonObject, Page, Started, Task, TaskDefinition, TaskQuery } from "./types";

const at = (task_id: string) => ({ params: { path: { task_id } } });
/** The server fills in what a definition leaves out, and says what is missing. */
const body = (definition: Partial<TaskDefinition>) => ({ body: definition as never });

export const listTasks = (query: TaskQuery, signal?: AbortSignal) =>
  unwrap<Page<Task>>(http.GET("/api/tasks", { params: { query }, signal }));

export const readTask = (id: string) => unwrap<Task>(http.GET("/api/tasks/{task_id}", at(id)));

export const createTask = (definition: Partial<TaskDefinition>) =>
  unwrap<Task>(http.POST("/api/tasks", body(definition)));

export const replaceTask = (id: string, definition: Partial<TaskDefinition>, version: number) =>
  unwrap<Task>(
    http.PUT("/api/tasks/{task_id}", {
      params: { path: { task_id: id }, header: { "If-Match": `"${version}"` } },
      ...body(definition),
    }),
  );

export const changeTask = (id: string, changes: Partial<TaskDefinition>) =>
  unwrap<Task>(http.PATCH("/api/tasks/{task_id}", { ...at(id), ...body(changes) }));

export const deleteTask = (id: string) => unwrap<void>(http.DELETE("/api/tasks/{task_id}", at(id)));

/** `key` makes a repeated press start nothing twice. */
export const executeTask = (id: string, parameters: JsonObject, key = idempotencyKey()) =>
  unwrap<Started>(
    http.POST("/api/tasks/{task_id}/execute", {
      params: { path: { task_id: id }, header: { "Idempotency-Key": key } },
      body: { parameters },
    }),
  );

export const readNextRuns = (id: string, count: number) =>
  unwrap<{ next_run: string | null; upcoming: string[] }>(
    http.GET("/api/tasks/{task_id}/next-run", { params: { path: { task_id: id }, query: { count } } }),
  );
