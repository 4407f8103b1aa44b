import { onScopeDispose, ref, shallowRef, watch, type Ref } from "vue";
import { ApiError, type ErrorBody } from "@/api/errors";
import { previewSchedule } from "@/api/system";
import type { SchedulePreview } from "@/api/types";
import { pathOf } from "@/lib/fieldErrors";
import { fromRows, type ScheduleRow } from "@/lib/schedule";
import { useLanguage } from "./useLanguage";

const WAIT_MS = 250;
export const FEW = 5;
export const MANY = 25;

/** Which row the server means: it counts only the rows that hold something. */
export function rowOf(error: ErrorBody, rows: ScheduleRow[]): number {
  const filled = rows.flatMap((row, index) => (row.value.trim() ? [index] : []));
  const [, place] = pathOf(error.field ?? "");
  return filled[Number(place ?? 0)] ?? filled[0] ?? 0;
}

/** The coming ticks and the mistakes, from the scheduler's own code, a moment after the last key. */
export function useSchedulePreview(rows: Ref<ScheduleRow[]>, zone: Ref<string>) {
  const preview = shallowRef<SchedulePreview | null>(null);
  const error = shallowRef<{ row: number; body: ErrorBody } | null>(null);
  const failure = shallowRef<unknown>(null);
  const count = ref(FEW);
  const { language } = useLanguage();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abort: AbortController | undefined;

  async function ask(): Promise<void> {
    const schedule = fromRows(rows.value);
    abort?.abort();
    const mine = (abort = new AbortController());
    const settle = (found: Partial<Record<"preview" | "error" | "failure", unknown>>) => {
      if (abort !== mine) return;
      preview.value = (found.preview as SchedulePreview) ?? null;
      error.value = (found.error as { row: number; body: ErrorBody }) ?? null;
      failure.value = found.failure ?? null;
    };
    if (schedule === "") return settle({});
    try {
      settle({ preview: await previewSchedule(schedule, zone.value, count.value, mine.signal) });
    } catch (reason) {
      const refused = reason instanceof ApiError && reason.status < 500;
      settle(refused ? { error: { row: rowOf(reason.body, rows.value), body: reason.body } } : { failure: reason });
    }
  }
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  };
  watch([() => JSON.stringify(rows.value), zone, count, language], soon);
  void ask();
  onScopeDispose(() => {
    clearTimeout(timer);
    abort?.abort();
  });
  return { preview, error, failure, count };
}
