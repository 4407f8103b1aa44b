/** The routes this client calls, in the shape openapi-fetch reads. To be replaced by `paths` of the generated schema. */
import type {
  Executor, Execution, Json, JsonObject, LogPage, Overview, Page, SchedulePreview, Session, Started, SystemStatus,
  Task, TaskDefinition, TaskSchedule,
} from "./types";

interface Answer<T> {
  responses: { 200: { content: { "application/json": T } } };
}
interface Read<T, Query = never, Path = never> extends Answer<T> {
  parameters: [Path] extends [never] ? { query?: Query; path?: never } : { query?: Query; path: Path };
}
interface Write<T, Body, Path = never> extends Read<T, never, Path> {
  requestBody?: { content: { "application/json": Body } };
}
type Get<T, Query = never, Path = never> = { get: Read<T, Query, Path> };
type Post<T, Body, Path = never> = { post: Write<T, Body, Path> };

export interface TaskQuery {
  q?: string;
  status?: string;
  tag?: string;
  type?: string;
  enabled?: boolean;
  limit?: number;
  cursor?: string;
}
export interface ExecutionQuery {
  task_id?: string;
  status?: string;
  trigger?: string;
  q?: string;
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
}
export interface LogQuery {
  cursor?: string;
  line?: number;
  limit?: number;
  tail?: number;
  q?: string;
  level?: string;
  stream?: string;
}

type TaskPath = { task_id: string };
type ExecutionPath = { execution_id: string };

export interface paths {
  "/api/auth/session": Get<Session>;
  "/api/auth/login": Post<Session, { username: string; password: string }>;
  "/api/auth/logout": Post<Json, never>;
  "/api/auth/setup": Post<Session, { token: string; username: string; password: string }>;
  "/api/status": Get<SystemStatus>;
  "/api/overview": Get<Overview>;
  "/api/executors": Get<{ items: Executor[] }>;
  "/api/schedule/preview": Post<
    SchedulePreview,
    { expression: TaskSchedule; timezone?: string; start?: string; count?: number }
  >;
  "/api/tasks": Get<Page<Task>, TaskQuery> & Post<Task, Partial<TaskDefinition>>;
  "/api/tasks/{task_id}": Get<Task, never, TaskPath> & {
    put: Write<Task, Partial<TaskDefinition>, TaskPath>;
    patch: Write<Task, Partial<TaskDefinition>, TaskPath>;
    delete: Write<Json, never, TaskPath>;
  };
  "/api/tasks/{task_id}/execute": Post<Started, { parameters: JsonObject }, TaskPath>;
  "/api/tasks/{task_id}/stop": Post<Json, { execution_id?: string }, TaskPath>;
  "/api/tasks/{task_id}/next-run": Get<{ next_run: string | null; upcoming: string[] }, { count?: number }, TaskPath>;
  "/api/executions": Get<Page<Execution>, ExecutionQuery>;
  "/api/executions/counts": Get<{ counts: Record<string, number> }, ExecutionQuery>;
  "/api/executions/{execution_id}": Get<Execution, never, ExecutionPath>;
  "/api/executions/{execution_id}/stop": Post<Json, never, ExecutionPath>;
  "/api/executions/{execution_id}/retry": Post<Started, never, ExecutionPath>;
  "/api/executions/{execution_id}/logs": Get<LogPage, LogQuery, ExecutionPath>;
}
