import { onScopeDispose } from "vue";
import type { LiveEvent, Topics } from "@/api/live";
import { useLiveEvents } from "./useLive";

const QUIET_MS = 1000;

/**
 * Calls `refresh` when something it shows has changed: at most once a second, and in a hidden tab only on its return.
 * `matters` may narrow the events; "fetch again" events always matter.
 */
export function useRefresh(
  topics: Topics,
  refresh: () => unknown,
  matters: (event: LiveEvent) => boolean = () => true,
  quietMs = QUIET_MS,
): void {
  let last = 0;
  let due: ReturnType<typeof setTimeout> | undefined;
  let wanted = false;

  const run = () => {
    due = undefined;
    wanted = document.hidden;
    if (wanted) return;
    last = Date.now();
    refresh();
  };
  const soon = () => {
    due ??= setTimeout(run, Math.max(0, last + quietMs - Date.now()));
  };
  const shown = () => !document.hidden && wanted && soon();

  useLiveEvents(topics, (event) => {
    if (event.type === "reset" || event.type === "poll" || matters(event)) soon();
  });
  document.addEventListener("visibilitychange", shown);
  onScopeDispose(() => {
    clearTimeout(due);
    document.removeEventListener("visibilitychange", shown);
  });
}
