import { type Ref, computed, markRaw, onScopeDispose, ref, shallowRef } from "vue";
import type { ConfiguredScript } from "../core/configured";
import { sentence } from "../core/errors";
import { ScriptManager } from "../core/manager";
import type { ButtonConfig, JsonObject, RunDetail, Script, ScriptTask } from "../core/types";
import { clientFor } from "../element/managerFor";
import { languageOf } from "../words";

export interface ScriptManagerOptions {
  /** Where Watchbell is; "" (the default) is this page's own origin, with the session of whoever is signed in. */
  baseUrl?: string;
  /** A button key, needed at another origin. */
  apiKey?: string;
  /** "en" or "zh"; else the language of the page. */
  language?: string;
}
type DataRefresh = (detail: RunDetail) => void;

/** The scripts and buttons of `pageRoute`, how their runs are, and what starts them. */
export function useScriptManager(pageRoute: string, options: ScriptManagerOptions = {}) {
  const { baseUrl = "", apiKey = "" } = options;
  const language = () => languageOf(options.language ?? null);
  // Never made reactive, wherever a page keeps it: it is no data, and tells of its changes itself.
  const manager = markRaw(new ScriptManager({ ...clientFor(baseUrl, pageRoute, apiKey, language), pageRoute, language }));
  const availableScripts = shallowRef<Script[]>([]);
  const pageConfigs = shallowRef<ButtonConfig[]>([]);
  const allConfiguredScripts = shallowRef<ConfiguredScript[]>([]);
  const loading = ref(false);
  const error = ref("");
  const refreshers = new Set<DataRefresh>();
  const unlisten = manager.listen({
    changed() {
      availableScripts.value = manager.scripts;
      pageConfigs.value = manager.configs;
      allConfiguredScripts.value = manager.buttons;
      error.value = manager.trouble ? sentence(manager.trouble) || manager.trouble.code : "";
    },
    finished(detail) {
      if (detail.status === "success") for (const refresh of refreshers) refresh(detail);
    },
  });
  onScopeDispose(() => {
    unlisten();
    manager.stop();
  }, true);

  /** Fetches scripts and buttons; a network that is away is waited for. */
  async function loadScripts(): Promise<void> {
    loading.value = true;
    await manager.load();
    loading.value = false;
  }

  /** Starts a script, and resolves when its run has ended. `task` is the seed's; each script has one. */
  async function executeScript(script: Pick<ConfiguredScript, "config_id">, _task?: ScriptTask | null, parameters?: JsonObject): Promise<void> {
    await manager.press(script.config_id, parameters);
  }

  /** Calls `refresh` after every run that succeeded. Returns what ends that. */
  function onDataRefresh(refresh: DataRefresh): () => void {
    refreshers.add(refresh);
    return () => void refreshers.delete(refresh);
  }

  const isRunning: Ref<boolean> = computed(() => allConfiguredScripts.value.some((script) => script.loading));
  return { manager, availableScripts, pageConfigs, allConfiguredScripts, loading, error, isRunning, loadScripts, executeScript, onDataRefresh };
}

export type UsedScriptManager = ReturnType<typeof useScriptManager>;
