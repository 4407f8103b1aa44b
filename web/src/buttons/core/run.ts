import { Refused, Unreachable, parameterProblems, problemOf, sentence } from "./errors";
import { follow } from "./follow";
import { PressKeys } from "./keys";
import { type Pace, backOff, pause } from "./pace";
import { IDLE, type RunState, accepted, answered, isBusy, refused, sending } from "./state";
import type { JsonObject, Pressed, ScriptsClient } from "./types";

export interface RunHooks {
  changed(state: RunState): void;
  started(state: RunState): void;
  finished(state: RunState): void;
}

/** What one button is doing: at most one run at a time, from the press to its end. */
export class Run {
  state: RunState = IDLE;
  readonly #keys = new PressKeys();
  #abort = new AbortController();

  constructor(
    private readonly client: ScriptsClient,
    private readonly pressed: Pressed,
    private readonly pageContext: string,
    private readonly hooks: RunHooks,
    private readonly pace: Pace,
  ) {}

  /** Starts a run and follows it to its end; does nothing while one is going on. Never rejects. */
  async press(parameters: JsonObject): Promise<void> {
    if (isBusy(this.state)) return;
    this.#set(sending());
    const id = await this.#send(parameters).catch((error: unknown) => this.#refuse(error));
    if (id === null) return;
    this.#set(accepted(id));
    this.hooks.started(this.state);
    await this.#follow(id);
  }

  /** Follows an execution that was started before this page was loaded. */
  async resume(executionId: string): Promise<void> {
    if (isBusy(this.state)) return;
    this.#set(accepted(executionId));
    await this.#follow(executionId, { mayBeGone: true });
  }

  /** Forgets how the last run ended. */
  dismiss(): void {
    if (!isBusy(this.state)) this.#set(IDLE);
  }

  /** No more is said. The execution itself goes on. */
  stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.state = IDLE;
  }

  async #send(parameters: JsonObject): Promise<string> {
    const until = Date.now() + this.pace.sending;
    const { signal } = this.#abort;
    for (let failures = 1; ; failures++) {
      try {
        const id = await this.client.press(this.pressed, parameters, this.pageContext, this.#keys.for(parameters));
        this.#keys.settle();
        signal.throwIfAborted();
        return id;
      } catch (error) {
        if (error instanceof Refused) this.#keys.settle();
        const waiting = backOff(this.pace, failures, error instanceof Unreachable ? error.wait : 0);
        if (!(error instanceof Unreachable) || Date.now() + waiting > until) throw error;
        this.#set({ ...this.state, retrying: true });
        await pause(waiting, signal);
      }
    }
  }

  async #follow(id: string, { mayBeGone = false } = {}): Promise<void> {
    const { signal } = this.#abort;
    const watcher = {
      changed: (answer: Parameters<typeof answered>[1]) => {
        if (!signal.aborted) this.#set(answered(this.state, answer, Date.now()));
      },
      lost: () => this.#set({ ...this.state, retrying: true }),
    };
    try {
      await follow(this.client, id, watcher, this.pace, signal);
      this.hooks.finished(this.state);
    } catch (error) {
      if (signal.aborted) return;
      if (mayBeGone && error instanceof Refused && error.status === 404) this.#set(IDLE);
      else this.#refuse(error, "follow_refused");
    }
  }

  #refuse(error: unknown, code?: string): null {
    if (this.#abort.signal.aborted || (error as Error)?.name === "AbortError") return null;
    const problem = problemOf(error);
    const wrong = error instanceof Refused ? parameterProblems(error.problems) : {};
    this.#set(refused(this.state, code ?? problem.code, sentence(problem), wrong));
    return null;
  }

  #set(state: RunState): void {
    this.state = state;
    this.hooks.changed(state);
  }
}
