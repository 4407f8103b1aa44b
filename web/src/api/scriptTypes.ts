import type { components } from "./schema";
import type { Execution, JsonObject, JsonSchema } from "./types";

type Schemas = components["schemas"];

export type Script = Omit<Schemas["ScriptInUse"], "parameters_schema" | "last_execution"> & { parameters_schema: JsonSchema; last_execution: Execution | null };
export interface ScriptDetail extends Script {
  placed: PageButton[];
}
export type ScriptChanges = Partial<Pick<Script, "description" | "script_type" | "timeout" | "parameters_schema" | "is_active">>;
export type FolderLeaving = Schemas["FolderLeaving"];
export type ScriptResult = Schemas["ScriptResult"];

export const SCAN_KINDS = ["new", "changed", "missing", "unchanged"] as const;
/** What a look at one folder found; in `new` and `changed` some fields change, and what people `edited` stays. */
export type ScannedFolder = Schemas["Scan"];

export const BUTTON_TYPES = ["default", "primary", "success", "warning", "danger", "info", "text"] as const;
export const BUTTON_SIZES = ["large", "default", "small"] as const;
export const POSITIONS = ["top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right"] as const;
export const PARAMETER_MODES = ["default", "ask", "fixed"] as const;
export type ParameterMode = (typeof PARAMETER_MODES)[number];

export interface ButtonDefinition {
  script_id: number | null;
  task_id: string | null;
  page_route: string;
  button_text: string;
  button_text_en: string;
  position: string;
  button_style: { type?: string; size?: string };
  display_order: number;
  is_enabled: boolean;
  parameter_mode: ParameterMode;
  parameters: JsonObject;
  confirm_text: string;
  confirm_text_en: string;
}
export interface PageButton extends ButtonDefinition {
  id: number;
  script_name: string | null;
}

export type ButtonKey = Schemas["ButtonKeyItem"];
export type NewButtonKey = Pick<ButtonKey, "name" | "page_routes" | "origins">;
