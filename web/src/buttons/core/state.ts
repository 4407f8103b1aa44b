/** The states of one button, and how an answer of the server leads from one to the next. Plain functions. */
import type { Json, RunAnswer, RunDetail } from "./types";

export type Phase = "idle" | "sending" | "queued" | "running" | "done" | "failed" | "refused";

export interface RunState {
  readonly phase: Phase;
  readonly executionId: string;
  /** Place in the queue, from 1; null where it is not known. */
  readonly position: number | null;
  /** When the program began, in ms of this clock; 0 before. */
  readonly since: number;
  /** 0 to 100; null where the program tells none. */
  readonly progress: number | null;
  readonly message: string;
  readonly status: string;
  readonly result: Json;
  /** Why there is no result, in words. */
  readonly resultProblem: string;
  /** Why it failed, or was not started, in words; and the code where our own words are due. */
  readonly error: string;
  readonly code: string;
  /** Wrong parameters, by name. */
  readonly problems: Record<string, string>;
  readonly logUrl: string;
  /** Seconds the program ran; null before its end. */
  readonly duration: number | null;
  /** The connection is lost, and we go on trying. */
  readonly retrying: boolean;
}

export const IDLE: RunState = Object.freeze({
  phase: "idle",
  executionId: "",
  position: null,
  since: 0,
  progress: null,
  message: "",
  status: "",
  result: null,
  resultProblem: "",
  error: "",
  code: "",
  problems: {},
  logUrl: "",
  duration: null,
  retrying: false,
});

export const isBusy = ({ phase }: RunState): boolean => phase === "sending" || phase === "queued" || phase === "running";

export const sending = (): RunState => ({ ...IDLE, phase: "sending" });

/** Known to be there; how it stands has not been heard yet, so it has no status. */
export const accepted = (executionId: string): RunState => ({ ...IDLE, phase: "queued", executionId });

export const refused = (state: RunState, code: string, error: string, problems: Record<string, string> = {}): RunState => ({
  ...state,
  phase: "refused",
  code,
  error,
  problems,
  retrying: false,
});

/** The state after `answer`; `now` in ms. */
export function answered(state: RunState, answer: RunAnswer, now: number): RunState {
  const known = {
    ...state,
    status: answer.status,
    position: answer.queue_position ?? null,
    logUrl: answer.log_url || state.logUrl,
    retrying: false,
  };
  if (answer.ready) return ended(known, answer);
  if (answer.status === "pending") return { ...known, phase: "queued", since: 0 };
  return {
    ...known,
    phase: "running",
    since: state.since || begun(state, answer, now),
    progress: percent(answer) ?? state.progress,
    message: answer.progress?.message ?? state.message,
  };
}

function ended(state: RunState, answer: RunAnswer): RunState {
  const message = (answer.result as { message?: unknown } | null)?.message;
  return {
    ...state,
    phase: answer.success ? "done" : "failed",
    result: answer.result ?? null,
    resultProblem: answer.result_problem_message ?? "",
    error: answer.error ?? "",
    code: answer.reason ?? "",
    message: typeof message === "string" ? message : "",
    duration: answer.duration ?? null,
    progress: answer.success ? 100 : state.progress,
  };
}

/** Who has seen it wait needs no clock but its own; the server's may be minutes off. */
function begun(state: RunState, answer: RunAnswer, now: number): number {
  if (state.phase === "queued" && state.position !== null) return now;
  if (answer.duration) return now - answer.duration * 1000;
  const start = Date.parse(answer.start_time ?? "");
  return Number.isNaN(start) ? now : Math.min(start, now);
}

function percent(answer: RunAnswer): number | null {
  const value = answer.progress?.progress;
  return typeof value === "number" && Number.isFinite(value) ? Math.min(100, Math.max(0, value)) : null;
}

export const detailOf = ({ executionId, status, result }: RunState): RunDetail => ({ execution_id: executionId, status: status || "pending", result });
