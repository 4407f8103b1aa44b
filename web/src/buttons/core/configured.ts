import type { RunState } from "./state";
import { isBusy } from "./state";
import type { ButtonConfig, Id, JsonObject, JsonSchema, PageScripts, Script, ScriptTask } from "./types";

/** A script with the button that was configured for it: one entry of `allConfiguredScripts`. */
export interface ConfiguredScript {
  /** Of the script; of the task where the button runs one. */
  id: Id;
  config_id: Id;
  name: string;
  description: string;
  button_text: string;
  button_style: { type: string; size: string; plain: boolean; round: boolean };
  position: string;
  display_order: number;
  /** Whether it can be pressed; `config.problem` tells why not. */
  is_active: boolean;
  parameters_schema: JsonSchema | null;
  tasks: ScriptTask[];
  config: ButtonConfig;
  /** Whether a run of it is going on, and how that is. */
  loading: boolean;
  state: RunState;
}

export const wordsOfButton = (config: ButtonConfig, language: string): string =>
  (language === "en" && config.button_text_en) || config.button_text;

export const confirmationOf = (config: ButtonConfig, language: string): string =>
  (language === "en" && config.confirm_text_en) || config.confirm_text || "";

/** The enabled buttons of a page, in their order. */
export function enabled({ page_configs }: PageScripts): ButtonConfig[] {
  const shown = page_configs.filter((config) => config.is_enabled !== false);
  return shown.sort((a, b) => (a.display_order ?? 0) - (b.display_order ?? 0));
}

export function configured(config: ButtonConfig, script: Script | undefined, state: RunState, language: string): ConfiguredScript {
  return {
    id: script?.id ?? config.task_id ?? config.id,
    config_id: config.id,
    name: script?.name ?? config.task_id ?? "",
    description: script?.description ?? "",
    button_text: wordsOfButton(config, language),
    button_style: { type: "default", size: "default", plain: false, round: false, ...config.button_style },
    position: config.position ?? "top-right",
    display_order: config.display_order ?? 0,
    is_active: !config.problem && script?.is_active !== false && !script?.is_missing,
    parameters_schema: schemaOf(config, script),
    tasks: script?.tasks ?? [],
    config,
    loading: isBusy(state),
    state,
  };
}

export const asksFirst = ({ config }: ConfiguredScript): boolean => config.parameter_mode === "ask";

/** The parameters a form of this button begins with, over the defaults of the schema. */
export const givenParameters = ({ config }: ConfiguredScript): JsonObject => config.parameters ?? {};

function schemaOf(config: ButtonConfig, script: Script | undefined): JsonSchema | null {
  return config.parameters_schema ?? script?.parameters_schema ?? null;
}
