import type { RunState } from "./core/state";
import { type Words, spell } from "./words";

export interface Place {
  /** Host of the server. */
  host: string;
}

/** Why there is no run, in our words where the server had none. */
export function troubleIn(words: Words, { host }: Place, code: string, message: string): string {
  switch (code) {
    case "unreachable":
      return words.unreachable(host);
    case "key_missing":
      return words.key_missing(host);
    case "base_url_invalid":
    case "route_missing":
      return words[code];
    case "inactive":
      return message || words.inactive;
  }
  return message || code;
}

/** The state in a word or two: what a screen reader is told when it changes. */
export function stateIn(words: Words, state: RunState, now: number): string {
  switch (state.phase) {
    case "sending":
      return words.sending;
    case "queued":
      if (!state.status) return words.started;
      return state.position ? words.queuedAt(state.position) : words.queued;
    case "running":
      return words.running(spell(words, Math.max(0, (now - state.since) / 1000)));
    case "done":
      return words.done(state.duration === null ? "" : spell(words, state.duration));
    case "failed":
      return endIn(words, state.status);
    case "refused":
      if (isUnavailable(state)) return words.unavailable;
      return state.code === "follow_refused" ? words.follow_refused : words.refused;
  }
  return "";
}

/** Whether there is nothing to press at all, or nothing that may be pressed. */
export const isUnavailable = ({ phase, code }: RunState): boolean => phase === "refused" && (code === "inactive" || code === "unavailable");

function endIn(words: Words, status: string): string {
  const known = { timeout: words.timeout, cancelled: words.cancelled, skipped: words.skipped, lost: words.lost };
  return known[status as keyof typeof known] ?? words.failed;
}

/** What there is to say beyond the state: progress, result or reason, in one line. */
export function moreIn(words: Words, place: Place, state: RunState): string {
  if (state.retrying) return words.retrying;
  if (state.phase === "running") {
    const percent = state.progress === null ? "" : `${Math.round(state.progress)} %`;
    return [percent, state.message].filter(Boolean).join(" · ");
  }
  if (state.phase === "done") return state.message || state.resultProblem;
  if (state.phase === "failed") return lastWords(state.error) || (state.code in words ? "" : state.code);
  if (state.phase === "refused") return troubleIn(words, place, state.code, state.error);
  return "";
}

/** The first line of an error that has words in it. */
const lastWords = (error: string): string => error.trim().split("\n", 1)[0] ?? "";
