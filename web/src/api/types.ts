/** The objects of the HTTP surface: the generated schema, with JSON where the schema can only say "anything". */
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
type Refine<Whole, Part> = Omit<Whole, keyof Part> & Part;
type QueryOf<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Query } } } ? NonNullable<Query> : never;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type JsonSchema = JsonObject;

export type Status = Schemas["Status"];
export const STATUSES = ["pending", "running", "success", "failed", "timeout", "cancelled", "skipped", "lost"] as const satisfies readonly Status[];
export const TERMINAL: ReadonlySet<Status> = new Set<Status>(STATUSES.slice(2));

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type Session = Schemas["Session"];
export type SystemStatus = Schemas["SystemStatus"];
export type Started = Schemas["ExecutionStarted"];
export type RecentExecution = Schemas["RecentExecution"];
export type LogLine = Schemas["LogLine"];
export type LogPage = Schemas["Logs"];
export type SchedulePreview = Schemas["SchedulePreview"];

export type Execution = Refine<
  Schemas["Execution"],
  { parameters: JsonObject | null; page_context: JsonObject | null; result: Json; progress: Json }
> & { definition?: JsonObject | null };

export type ScheduleObject =
  | { cron: string; timezone?: string }
  | { every: string | number; start?: string; timezone?: string }
  | { at: string; timezone?: string };
export type ScheduleItem = string | ScheduleObject;
export type TaskSchedule = ScheduleItem | ScheduleItem[];

export type Task = Refine<
  Schemas["Task"],
  {
    task_config: JsonObject;
    task_schedule: TaskSchedule;
    task_env: Record<string, string>;
    task_parameters: JsonSchema;
    task_limits: Record<string, number>;
    task_misfire: { policy: "latest" | "all" | "skip"; cap: number; grace: number };
    task_notify: JsonObject;
    last_execution: Execution | null;
  }
>;
/** What a person defines; the same fields are read and written. */
export type TaskDefinition = Pick<Task, keyof Schemas["TaskDefinition"]>;

export type Overview = Refine<
  Schemas["Overview"],
  { running: Execution[]; attention: Refine<Schemas["Attention"], { execution: Execution }>[] }
>;
export type Executor = Refine<Schemas["ExecutorKind"], { schema: JsonSchema }>;

export type TaskQuery = QueryOf<"/api/tasks">;
export type ExecutionQuery = QueryOf<"/api/executions">;
export type LogQuery = QueryOf<"/api/executions/{execution_id}/logs">;
