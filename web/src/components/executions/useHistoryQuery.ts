import { computed } from "vue";
import type { ExecutionQuery } from "@/api/types";
import { useKeyset } from "@/composables/useKeyset";
import { serverZone } from "@/composables/useEngine";
import { useQueryState } from "@/composables/useQueryState";
import { instantIn } from "@/lib/time";

const HOUR = 3_600_000;
export const RANGES = { "1h": HOUR, "24h": 24 * HOUR, "7d": 168 * HOUR, "30d": 720 * HOUR } as const;
const DEFAULT_RANGE = "7d";
const LIMIT = 50;

/** When a range begins, on a whole minute, so that the same range stays the same question for a while. */
export function beginOf(range: string, now: number): string | undefined {
  const length = RANGES[(range || DEFAULT_RANGE) as keyof typeof RANGES];
  return length ? new Date(Math.floor((now - length) / 60_000) * 60_000).toISOString() : undefined;
}

/** The history's filters in the address, as the server wants them. `task` fixes the task; days and hours are of `zone`, else of the server's. */
export function useHistoryQuery(task?: string, zone?: () => string | undefined) {
  const state = useQueryState(["status", "q", "task_id", "trigger", "range", "from", "to"] as const);
  const keyset = useKeyset();
  const shownZone = computed(() => zone?.() || serverZone.value);
  const instant = (local: string) => instantIn(local, shownZone.value)?.toISOString();

  const filters = computed<ExecutionQuery>(() => {
    const { range, from, to, q, task_id, trigger } = state.values.value;
    const custom = range === "custom";
    const all: ExecutionQuery = {
      q, trigger, task_id: task ?? task_id, from: custom ? instant(from) : beginOf(range, Date.now()), to: custom ? instant(to) : undefined,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
  });
  const query = computed<ExecutionQuery>(() => ({
    ...filters.value,
    ...(state.values.value.status ? { status: state.values.value.status.split(",") } : {}),
    ...(keyset.cursor.value ? { cursor: keyset.cursor.value } : {}),
    limit: LIMIT,
  }));
  return { ...state, ...keyset, shownZone, filters, query };
}
