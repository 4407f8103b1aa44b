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
  reason: string;
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
  error_type: string;
  error_message: string;
  parameters: JsonObject | null;
  result: Json;
  progress: Json;
  resources: { cpu_seconds?: number | null; max_rss_bytes?: number | null } | null;
  survivors: number | null;
  processes_ended: number;
  cancel_requested: boolean;
  pid: number | null;
  worker: string;
  user: string;
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
export type TaskSchedule = ScheduleItem | ScheduleItem[];

/** What a person defines; the same fields are read and written. */
export interface TaskDefinition {
  task_id: string;
  task_name: string;
  task_desc: string;
  task_type: string;
  task_exec: string;
  task_config: JsonObject;
  task_schedule: TaskSchedule;
  task_timezone: string;
  task_enabled: boolean;
  task_timeout: number | null;
  task_retry: number;
  task_retry_interval: number;
  task_retry_backoff: number;
  task_overlap: string;
  task_misfire: { policy: string; cap: number; grace: number };
  task_env: Record<string, string>;
  task_parameters: JsonSchema;
  task_dependencies: string[];
  task_limits: Record<string, number>;
  task_log: string;
  task_notify: JsonObject;
  task_tags: string[];
  task_queue: string;
}

export interface Task extends TaskDefinition {
  version: number;
  created_at: string | null;
  updated_at: string | null;
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
  stream: "stdout" | "stderr" | "watchbell";
  level: "error" | "warning" | "info" | "debug" | null;
  text: string;
  /** The piece goes on with the line of the piece before it. */
  continued: boolean;
}

export interface LogPage {
  items: LogLine[];
  /** Set as long as more may come. */
  next_cursor: string | null;
  log_bytes: number;
  log_dropped: number;
  /** Null while the lines of a large log are not all counted. */
  total_lines: number | null;
  /** False where the page stopped early: ask again from the cursor. */
  complete: boolean;
}

export interface Started {
  execution_id: string;
  task_id: string;
  status: Status;
}
