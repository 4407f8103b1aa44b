/** Types of watchbell-vue.js. Vue 3.3 or later is the page's own. */
import type { DefineComponent, Ref } from "vue";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type Phase = "idle" | "sending" | "queued" | "running" | "done" | "failed" | "refused";

export interface ScriptTask {
  id: number | string;
  name: string;
  parameters: Record<string, JsonObject>;
}
export interface Script {
  id: number | string;
  name: string;
  description?: string;
  script_type?: string;
  parameters_schema?: JsonObject | null;
  is_active?: boolean;
  tasks?: ScriptTask[];
}
export interface ButtonConfig {
  id: number | string;
  script_id: number | string | null;
  task_id?: string | null;
  page_route: string;
  button_text: string;
  button_text_en?: string;
  position?: string;
  button_style?: { type?: string; size?: string; plain?: boolean; round?: boolean };
  display_order?: number;
  is_enabled?: boolean;
  parameter_mode?: string;
  parameters?: JsonObject;
  confirm_text?: string;
  confirm_text_en?: string;
  running?: string | null;
  problem?: { code: string; message: string; hint?: string | null } | null;
}
export interface RunState {
  readonly phase: Phase;
  readonly executionId: string;
  /** Place in the queue, from 1. */
  readonly position: number | null;
  /** When the program began, in ms of this clock. */
  readonly since: number;
  /** 0 to 100. */
  readonly progress: number | null;
  readonly message: string;
  readonly status: string;
  readonly result: Json;
  readonly error: string;
  readonly code: string;
  readonly problems: Record<string, string>;
  readonly logUrl: string;
  /** Seconds. */
  readonly duration: number | null;
  /** The connection is lost, and is tried again. */
  readonly retrying: boolean;
}
export interface ConfiguredScript {
  id: number | string;
  config_id: number | string;
  name: string;
  description: string;
  button_text: string;
  button_style: { type: string; size: string; plain: boolean; round: boolean };
  position: string;
  display_order: number;
  is_active: boolean;
  parameters_schema: JsonObject | null;
  tasks: ScriptTask[];
  config: ButtonConfig;
  loading: boolean;
  state: RunState;
}
export interface RunDetail {
  execution_id: string;
  status: string;
  result: Json;
}
export interface ScriptManagerOptions {
  baseUrl?: string;
  apiKey?: string;
  language?: string;
}
/** What a `ref` on ScriptManagerLayout has, too. */
export interface ScriptManagerParts {
  availableScripts: Ref<Script[]>;
  pageConfigs: Ref<ButtonConfig[]>;
  allConfiguredScripts: Ref<ConfiguredScript[]>;
  loading: Ref<boolean>;
  /** Why there are no scripts; "" where there are. */
  error: Ref<string>;
  isRunning: Ref<boolean>;
  loadScripts(): Promise<void>;
  executeScript(script: Pick<ConfiguredScript, "config_id">, task?: ScriptTask | null, parameters?: JsonObject): Promise<void>;
  onDataRefresh(refresh: (detail: RunDetail) => void): () => void;
}
export interface UsedScriptManager extends ScriptManagerParts {
  /** For `<ScriptButtons :scripts="…">`. */
  readonly manager: object;
}
export declare function useScriptManager(pageRoute: string, options?: ScriptManagerOptions): UsedScriptManager;
export declare function defineWatchbellButtons(name?: string): void;
export declare const ScriptManagerLayout: DefineComponent<{
  pageRoute: string;
  baseUrl?: string;
  apiKey?: string;
  language?: string;
  theme?: string;
  onStarted?: (detail: RunDetail) => void;
  onFinished?: (detail: RunDetail) => void;
}>;
export declare const ScriptButtons: DefineComponent<{
  pageRoute?: string;
  scripts?: UsedScriptManager;
  position?: string;
  baseUrl?: string;
  apiKey?: string;
  language?: string;
  theme?: string;
}>;
