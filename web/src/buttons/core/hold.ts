/**
 * A browser opens six connections to a server, for all its tabs together; a stream or a waiting request keeps one. So a
 * page keeps few, and none while nobody looks at it: else the seventh tab could not even press a button.
 */
const MOST = 2;
let held = 0;

export interface Hold {
  /** Aborted when the page is hidden, or with the signal that was given. */
  signal: AbortSignal;
  release(): void;
}

/** Leave to keep a connection open; null where there is none now. */
export function hold(signal: AbortSignal): Hold | null {
  if (document.hidden || held >= MOST) return null;
  held += 1;
  const own = new AbortController();
  const end = () => own.abort(signal.reason);
  const leave = () => document.hidden && own.abort();
  signal.addEventListener("abort", end);
  document.addEventListener("visibilitychange", leave);
  return {
    signal: own.signal,
    release() {
      held -= 1;
      signal.removeEventListener("abort", end);
      document.removeEventListener("visibilitychange", leave);
    },
  };
}
