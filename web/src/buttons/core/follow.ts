import { Refused, Unreachable } from "./errors";
import { hold } from "./hold";
import { type Pace, backOff, pause } from "./pace";
import type { RunAnswer, ScriptsClient } from "./types";

export interface Watcher {
  changed(answer: RunAnswer): void;
  /** The connection is lost; it is tried again. */
  lost(): void;
}

type Way = "stream" | "wait" | "poll";
const NEXT: Record<Way, Way> = { stream: "wait", wait: "poll", poll: "poll" };
/** Failures in a row of a way that has worked before, after which the one below it is tried. */
const PATIENCE = 2;
/** Shortest time (ms) between two answers that differ. */
const BREATH = 250;

/**
 * Tells `watcher` of every change of an execution until it has ended, however long that takes and however often the
 * network breaks: by a stream, else by questions that wait at the server, else by one question every two seconds.
 * Throws Refused when the server will not tell, and whatever `signal` was aborted with.
 */
export async function follow(client: ScriptsClient, id: string, watcher: Watcher, pace: Pace, signal: AbortSignal): Promise<RunAnswer> {
  const follower = new Follower(client, id, watcher, pace);
  for (;;) {
    const last = await follower.once(signal);
    if (last?.ready) return last;
  }
}

class Follower {
  #way: Way = "stream";
  /** The first that gave an answer; to it we return when the network is back. */
  #best: Way | null = null;
  #failures = 0;
  #seen = "";

  constructor(
    private readonly client: ScriptsClient,
    private readonly id: string,
    private readonly watcher: Watcher,
    private readonly pace: Pace,
  ) {}

  /** One try, and the pause after a failed one. */
  async once(signal: AbortSignal): Promise<RunAnswer | null> {
    const held = this.#way === "poll" ? null : hold(signal);
    const used = held ? this.#way : "poll";
    const heard = (answer: RunAnswer) => this.#heard(answer, used);
    try {
      return await WAYS[used](this.client, this.id, { heard, seen: this.#seen, pace: this.pace, signal: held?.signal ?? signal });
    } catch (error) {
      if (signal.aborted) throw error;
      if (!held?.signal.aborted) await this.#failed(error, used, signal);
      return null;
    } finally {
      held?.release();
    }
  }

  #heard(answer: RunAnswer, used: Way): void {
    this.#failures = 0;
    this.#seen = answer.state ?? "";
    if (used === this.#way) this.#way = this.#best ??= used;
    this.watcher.changed(answer);
  }

  async #failed(error: unknown, used: Way, signal: AbortSignal): Promise<void> {
    if (error instanceof Refused && !error.passes) {
      if (used !== "stream" || error.status === 401 || error.status === 403) throw error;
      this.#best = null; // cannot stream; whether there is such an execution is for the next way to find out
      this.#way = "wait";
      return;
    }
    this.#failures += 1;
    if (this.#failures > (this.#way === this.#best ? PATIENCE : 0)) this.#way = NEXT[this.#way];
    this.watcher.lost();
    await pause(backOff(this.pace, this.#failures, error instanceof Unreachable ? error.wait : 0), signal);
  }
}

interface Asking {
  heard: (answer: RunAnswer) => void;
  /** The state that was heard last. */
  seen: string;
  pace: Pace;
  signal: AbortSignal;
}
type Follow = (client: ScriptsClient, id: string, asking: Asking) => Promise<RunAnswer | null>;

const streamed: Follow = async (client, id, { heard, signal }) => {
  for await (const answer of client.stream(id, signal)) {
    heard(answer);
    if (answer.ready) return answer;
  }
  throw new Unreachable("the stream ended early");
};

const waited: Follow = async (client, id, { heard, seen, pace, signal }) => {
  const asked = Date.now();
  const answer = await client.result(id, pace.wait, seen, signal);
  heard(answer);
  // A server that does not wait must not be asked in a whirl, nor one that has much to tell.
  if (!answer.ready && Date.now() - asked < BREATH) await pause(answer.state === seen ? pace.poll : BREATH, signal);
  return answer;
};

const polled: Follow = async (client, id, { heard, seen, pace, signal }) => {
  const answer = await client.result(id, 0, seen, signal);
  heard(answer);
  if (!answer.ready) await pause(pace.poll, signal);
  return answer;
};

const WAYS: Record<Way, Follow> = { stream: streamed, wait: waited, poll: polled };
