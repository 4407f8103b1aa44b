/** What the routes of scripts answer; the shapes of the seed, with what was added to them. */
import type { Json, JsonObject, JsonSchema } from "@/api/types";
import type { Problem } from "./errors";

export type { Json, JsonObject, JsonSchema };
export type Id = number | string;

export interface ScriptTask {
  id: Id;
  name: string;
  parameters: Record<string, JsonObject>;
}
export interface Script {
  id: Id;
  name: string;
  description?: string;
  script_type?: string;
  parameters_schema?: JsonSchema | null;
  is_active?: boolean;
  is_missing?: boolean;
  tasks?: ScriptTask[];
}
export interface ButtonStyle {
  type?: string;
  size?: string;
  plain?: boolean;
  round?: boolean;
}
/** A page button as it was configured. `running`: the execution it started that has not ended. */
export interface ButtonConfig {
  id: Id;
  script_id: Id | null;
  task_id?: string | null;
  page_route: string;
  button_text: string;
  button_text_en?: string;
  position?: string;
  button_style?: ButtonStyle;
  display_order?: number;
  is_enabled?: boolean;
  parameter_mode?: string;
  parameters?: JsonObject;
  parameters_schema?: JsonSchema | null;
  confirm_text?: string;
  confirm_text_en?: string;
  running?: string | null;
  /** Why it cannot be pressed now, in the language that was asked for. */
  problem?: Problem | null;
}
export interface PageScripts {
  scripts: Script[];
  page_configs: ButtonConfig[];
  csrf_token?: string | null;
}
/** Who is pressed: a button, or (as the seed does) a script itself. */
export type Pressed = { button_id: Id } | { script_id: Id };

/** What `script-task-result` answers; `duration` in seconds, `start_time` in ISO 8601. */
export interface RunAnswer {
  execution_id: string;
  ready: boolean;
  success: boolean | null;
  status: string;
  reason?: string | null;
  result?: Json;
  /** Why there is no result, in words; "" where nothing is wrong. */
  result_problem_message?: string;
  error?: string | null;
  progress?: { progress?: number; message?: string } | null;
  queue_position?: number | null;
  start_time?: string | null;
  duration?: number | null;
  log_url?: string | null;
  /** Differs whenever anything that matters does. */
  state?: string;
}
/** What both events of a button tell. */
export interface RunDetail {
  execution_id: string;
  status: string;
  result: Json;
}
/** What the buttons need of a server. */
export interface ScriptsClient {
  load(pageRoute: string, signal?: AbortSignal): Promise<PageScripts>;
  /** Resolves to the id of the execution. The same key never starts two. */
  press(pressed: Pressed, parameters: JsonObject, pageContext: string, idempotencyKey: string): Promise<string>;
  /** The state now; with `wait` (seconds), once it differs from `seen` or the time is over. */
  result(executionId: string, wait: number, seen: string, signal: AbortSignal): Promise<RunAnswer>;
  /** The state now and at each change. Throws Refused where the server cannot stream. */
  stream(executionId: string, signal: AbortSignal): AsyncIterable<RunAnswer>;
}
