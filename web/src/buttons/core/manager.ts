import { type ConfiguredScript, configured, enabled } from "./configured";
import { type Problem, Refused, problemOf } from "./errors";
import { PACE, type Pace, backOff, pause } from "./pace";
import { Remembered } from "./remembered";
import { Run } from "./run";
import { IDLE, detailOf } from "./state";
import type { ButtonConfig, Id, JsonObject, PageScripts, RunDetail, Script, ScriptsClient } from "./types";

export interface ManagerOptions {
  client: ScriptsClient;
  pageRoute: string;
  language: () => "en" | "zh";
  /** Where the server is: runs are remembered for each by itself. */
  server?: string;
  pace?: Pace;
  storage?: Storage | null;
}
type Heard = { changed: () => void; started: (detail: RunDetail) => void; finished: (detail: RunDetail) => void };

/** The buttons of one page: what is configured, what runs, and who wants to hear of it. */
export class ScriptManager {
  scripts: Script[] = [];
  configs: ButtonConfig[] = [];
  loaded = false;
  /** Why there are no buttons; null where they are, or are being fetched. */
  trouble: Problem | null = null;
  readonly #runs = new Map<Id, Run>();
  readonly #listeners = new Set<Partial<Heard>>();
  readonly #remembered: Remembered;
  readonly #pace: Pace;
  #loading: AbortController | null = null;

  constructor(readonly options: ManagerOptions) {
    const { server = "", pageRoute, storage } = options;
    this.#remembered = new Remembered(`${server} ${pageRoute}`, storage);
    this.#pace = options.pace ?? PACE;
  }

  /** Every button with its script and state, in order. */
  get buttons(): ConfiguredScript[] {
    const language = this.options.language();
    return this.configs.map((config) => {
      const script = this.scripts.find(({ id }) => id === config.script_id);
      return configured(config, script, this.#runs.get(config.id)?.state ?? IDLE, language);
    });
  }

  /** Returns what ends the subscription. */
  listen(listener: Partial<Heard>): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Fetches the buttons, as long as it takes; a refusal is kept in `trouble`. Never rejects. */
  async load(): Promise<void> {
    this.#loading?.abort();
    const { signal } = (this.#loading = new AbortController());
    for (let failures = 1; ; failures++) {
      try {
        const page = await this.options.client.load(this.options.pageRoute, signal);
        if (!signal.aborted) this.#take(page);
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.trouble = problemOf(error);
        this.#tell("changed");
        if (error instanceof Refused && !error.passes) return;
        await pause(backOff(this.#pace, failures), signal).catch(() => {});
      }
    }
  }

  /** Presses a button. Resolves when the run has ended, or was refused. */
  async press(button: Id, parameters: JsonObject = {}): Promise<void> {
    await this.#runs.get(button)?.press(parameters);
  }

  dismiss(button: Id): void {
    this.#runs.get(button)?.dismiss();
  }

  /** Lets go of the network; what runs, runs on. */
  stop(): void {
    this.#loading?.abort();
    for (const run of this.#runs.values()) run.stop();
  }

  #take(page: PageScripts): void {
    this.scripts = page.scripts;
    this.configs = enabled(page);
    this.loaded = true;
    this.trouble = null;
    for (const config of this.configs) if (!this.#runs.has(config.id)) this.#runs.set(config.id, this.#runOf(config));
    this.#tell("changed");
    for (const { id, running } of this.configs) {
      const known = running ?? this.#remembered.get(id);
      if (known) void this.#runs.get(id)?.resume(known);
    }
  }

  #runOf({ id }: ButtonConfig): Run {
    const hooks = {
      changed: (state: Run["state"]) => {
        if (state.phase === "refused") this.#remembered.set(id, null);
        this.#tell("changed");
      },
      started: (state: Run["state"]) => {
        this.#remembered.set(id, state.executionId);
        this.#tell("started", detailOf(state));
      },
      finished: (state: Run["state"]) => {
        this.#remembered.set(id, null);
        this.#tell("finished", detailOf(state));
      },
    };
    return new Run(this.options.client, { button_id: id }, this.options.pageRoute, hooks, this.#pace);
  }

  #tell(what: "changed"): void;
  #tell(what: "started" | "finished", detail: RunDetail): void;
  #tell(what: keyof Heard, detail?: RunDetail): void {
    for (const listener of [...this.#listeners]) {
      try {
        (listener[what] as ((detail?: RunDetail) => void) | undefined)?.(detail);
      } catch (error) {
        reportError(error); // a mistake of the page is none of the run
      }
    }
  }
}
