import { Refused, Unreachable } from "./errors";
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
  let way: Way = "stream";
  let best: Way | null = null; // the first that gave an answer; to it we return when the network is back
  let failures = 0;
  let seen = "";
  const heard = (answer: RunAnswer) => {
    failures = 0;
    seen = answer.state ?? "";
    way = best ??= way;
    watcher.changed(answer);
  };
  for (;;) {
    try {
      const last: RunAnswer | null = await WAYS[way](client, id, { heard, seen, pace, signal });
      if (last?.ready) return last;
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof Refused && !error.passes) {
        if (way !== "stream" || error.status === 401 || error.status === 403) throw error;
        best = null; // cannot stream; whether there is such an execution is for the next way to find out
        way = "wait";
        continue;
      }
      failures += 1;
      if (failures > (way === best ? PATIENCE : 0)) way = NEXT[way];
      watcher.lost();
      await pause(backOff(pace, failures, error instanceof Unreachable ? error.wait : 0), signal);
    }
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
