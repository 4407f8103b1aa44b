/** The objects of the HTTP surface, as the contract names them. To become aliases of the generated `schema.d.ts`. */

export const STATUSES = ["pending", "running", "success", "failed", "timeout", "cancelled", "skipped", "lost"] as const;
export type Status = (typeof STATUSES)[number];
export const TERMINAL: ReadonlySet<Status> = new Set<Status>(STATUSES.slice(2));

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type JsonSchema = JsonObject;

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Session {
  user: { username: string; is_admin: boolean } | null;
  setup_required: boolean;
  version: string;
}

export interface SystemStatus {
  version: string;
  now: string;
  timezone: string;
  scheduler: { last_beat: string | null; age_seconds: number | null; ok: boolean };
  launcher: { ok: boolean; running: number };
  queue: { pending: number; running: number; max_running: number | null };
}

export interface Execution {
  execution_id: string;
  short_id: string;
  task_id: string | null;
  name: string;
  kind: string;
  origin: string;
  status: Status;
  reason: string | null;
  trigger: string;
  attempt: number;
  retry_of: string | null;
  parent_id: string | null;
  scheduled_for: string | null;
  not_before: string | null;
  created_at: string;
  start_time: string | null;
  end_time: string | null;
  duration: number | null;
  return_code: number | null;
  error_type: string | null;
  error_message: string | null;
  parameters: JsonObject | null;
  result: Json;
  progress: number | null;
  resources: { cpu_seconds?: number | null; max_rss_bytes?: number | null } | null;
  survivors: number | null;
  processes_ended: number | null;
  cancel_requested: boolean;
  pid: number | null;
  worker: string | null;
  user: string | null;
  page_context: JsonObject | null;
  log_bytes: number;
  log_dropped: number;
  definition?: JsonObject | null;
}

export interface RecentExecution {
  execution_id: string;
  status: Status;
  duration: number | null;
  created_at: string;
}

export type ScheduleObject =
  | { cron: string; timezone?: string }
  | { every: string | number; start?: string; timezone?: string }
  | { at: string; timezone?: string };
export type ScheduleItem = string | ScheduleObject;
export type TaskSchedule = ScheduleItem | ScheduleItem[] | null;

/** What a person defines; the same fields are read and written. */
export interface TaskDefinition {
  task_id: string;
  task_name: string;
  task_desc: string;
  task_type: string;
  task_exec: string;
  task_config: JsonObject;
  task_schedule: TaskSchedule;
  task_timezone: string | null;
  task_enabled: boolean;
  task_timeout: number | null;
  task_retry: number;
  task_retry_interval: number;
  task_retry_backoff: number;
  task_overlap: string;
  task_misfire: Json;
  task_env: Record<string, string>;
  task_parameters: JsonSchema | null;
  task_dependencies: string[];
  task_limits: Record<string, number>;
  task_log: string | null;
  task_notify: JsonObject;
  task_tags: string[];
  task_queue: string | null;
}

export interface Task extends TaskDefinition {
  version: number;
  created_at: string;
  updated_at: string;
  updated_by: string | null;
  next_run: string | null;
  last_execution: Execution | null;
  running: string[];
  recent: RecentExecution[];
  dependents: string[];
}

export interface Overview {
  running: Execution[];
  attention: { task_id: string; task_name: string; execution: Execution; streak: number }[];
  upcoming: { task_id: string; task_name: string; time: string }[];
  counts: Record<string, number>;
}

export interface Executor {
  type: string;
  title: { en: string; zh: string };
  description: { en: string; zh: string };
  schema: JsonSchema;
}

export interface Tick {
  time: string;
  note: "" | "gap" | "fold";
}

export interface SchedulePreview {
  ticks: Tick[];
  description: string;
}

export interface LogLine {
  line: number;
  offset: number;
  time: string | null;
  stream: "stdout" | "stderr";
  level: "error" | "warning" | "info" | "debug" | null;
  text: string;
  continued: boolean;
}

export interface LogPage {
  items: LogLine[];
  next_cursor: string | null;
  log_bytes: number;
  log_dropped: number;
  total_lines: number | null;
  complete: boolean;
}

export interface Started {
  execution_id: string;
  task_id: string;
  status: Status;
}
