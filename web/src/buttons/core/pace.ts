/** How patient the buttons are; all in ms. */
export interface Pace {
  /** First pause after a failure; each further one is twice as long. */
  first: number;
  longest: number;
  /** Between two questions where the server cannot be waited for. */
  poll: number;
  /** How long a press is sent again and again while nobody answers. */
  sending: number;
  /** Seconds that one question may wait at the server. */
  wait: number;
}

export const PACE: Pace = { first: 1000, longest: 15_000, poll: 2000, sending: 60_000, wait: 25 };

/** The pause before try number `failures` + 1, spread so that a crowd does not come back in one moment. */
export function backOff(pace: Pace, failures: number, asked = 0, random = Math.random()): number {
  const pause = Math.min(pace.longest, pace.first * 2 ** Math.max(0, failures - 1));
  return Math.max(asked * 1000, pause * (0.75 + random / 2));
}

/** Waits; less when the browser finds the network again. Rejects when `signal` says so. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      removeEventListener("online", wake);
      signal?.removeEventListener("abort", stop);
      settle();
    };
    const wake = () => end(resolve);
    const stop = () => end(() => reject(signal?.reason as Error));
    const timer = setTimeout(wake, milliseconds);
    addEventListener("online", wake);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop);
  });
}
