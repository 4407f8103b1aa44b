import { computed, onScopeDispose, ref, shallowRef, triggerRef } from "vue";
import { readLog } from "@/api/executions";
import type { LogQuery } from "@/api/types";
import type { LogPage } from "@/api/types";
import { join, LogBook, WINDOW, windowOf, type Row } from "@/lib/logBook";

export interface LogFilter {
  q: string;
  level: string;
  stream: string;
  /** Instants in ISO 8601; `to` is exclusive. */
  from: string;
  to: string;
}
export const NO_FILTER: LogFilter = { q: "", level: "", stream: "", from: "", to: "" };

const FETCH = 2000;
/** The newest bytes may be held back a moment, until their line and time are written down. */
const AGAIN_MS = [8, 16, 32, 64, 125, 250, 500, 1000, 2000];
const isFiltered = (filter: LogFilter) => Object.values(filter).some(Boolean);

/** The log of one execution: windows by line number, followed from the server's cursor, or only what matches a filter. */
export function useLog(executionId: string) {
  const book = shallowRef(new LogBook());
  const matches = shallowRef<Row[]>([]);
  const filter = ref<LogFilter>({ ...NO_FILTER });
  const bytes = ref(0);
  const dropped = ref(0);
  const opened = ref(false);
  const failure = shallowRef<unknown>();
  const fetching = new Set<number>();
  let cursor: string | null = null;
  let abort = new AbortController();
  let following: Promise<void> | null = null;
  let again = false;
  let tries = 0;
  let later: ReturnType<typeof setTimeout> | undefined;

  const filtered = computed(() => isFiltered(filter.value));
  const more = ref(false);

  const ask = async (query: LogQuery): Promise<LogPage> => {
    const page = await readLog(executionId, query, abort.signal);
    bytes.value = page.log_bytes;
    dropped.value = page.log_dropped ?? 0;
    failure.value = undefined;
    return page;
  };
  const wanted = (): LogQuery => {
    const { q, level, stream, from, to } = filter.value;
    return { ...(q ? { q } : {}), ...(level ? { level: [level] } : {}), ...(stream ? { stream: [stream] } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) };
  };

  function take(page: LogPage): void {
    cursor = page.next_cursor;
    if (filtered.value) {
      matches.value = join(page.items, matches.value);
      more.value = page.next_cursor !== null && page.items.length > 0;
      return;
    }
    book.value.put(page.items);
    book.value.total = Math.max(book.value.total, page.total_lines ?? 0);
    triggerRef(book);
  }

  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DOMException)) failure.value = error;
    }
  }

  /** Shows the end of the log, or everything that matches the filter, from the start. */
  async function open(): Promise<void> {
    abort.abort();
    abort = new AbortController();
    fetching.clear();
    book.value.clear();
    matches.value = [];
    cursor = null;
    await guarded(async () => take(await ask(filtered.value ? { ...wanted(), limit: WINDOW } : { tail: WINDOW })));
    opened.value = true;
  }

  async function drain(): Promise<void> {
    do {
      again = false;
      if (cursor === null) return;
      const before: string = cursor;
      const page = await ask({ ...wanted(), cursor, limit: FETCH });
      take(page);
      if (page.items.length > 0) tries = 0;
      if (page.items.length >= FETCH) again = true;
      else if (!page.complete && page.next_cursor !== before) again = true;
      else if (!page.complete) later = setTimeout(follow, AGAIN_MS[Math.min(tries++, AGAIN_MS.length - 1)]);
    } while (again);
  }

  /** There is more: fetch it now. A call during a fetch makes one more follow it, so nothing is left lying. */
  function follow(): Promise<void> {
    clearTimeout(later);
    again = true;
    following ??= guarded(drain).finally(() => (following = null));
    return following;
  }

  async function fetchWindow(index: number): Promise<void> {
    const last = Math.min((index + 1) * WINDOW, book.value.total);
    let line = index * WINDOW + 1;
    while (line <= last) {
      const page = await ask({ line, limit: WINDOW });
      const items = page.items.filter((item) => item.line <= last);
      if (items.length === 0) break;
      book.value.put(items);
      line = (items.at(-1)?.line ?? last) + 1;
    }
    book.value.settle(index);
  }

  /** Makes sure that lines `first` to `last` (1-based) are there or on their way. */
  function ensure(first: number, last: number): void {
    if (filtered.value || book.value.total === 0) return;
    for (const index of book.value.missing(first, Math.min(last, book.value.total))) {
      if (fetching.has(index)) continue;
      fetching.add(index);
      void guarded(() => fetchWindow(index)).finally(() => {
        fetching.delete(index);
        triggerRef(book);
      });
    }
  }

  const firstError = async (): Promise<number | null> =>
    (await ask({ level: ["error"], limit: 1 })).items[0]?.line ?? null;

  /** When the first and the last line were written; null where the log has none. */
  const span = async (): Promise<[string | null, string | null]> => {
    const [first, last] = await Promise.all([ask({ limit: 1 }), ask({ tail: 1 })]);
    return [first.items[0]?.time ?? null, last.items.at(-1)?.time ?? null];
  };

  const count = computed(() => (filtered.value ? matches.value.length : book.value.total));
  const rowAt = (index: number): Row | undefined =>
    filtered.value ? matches.value[index] : book.value.get(index + 1);

  onScopeDispose(() => {
    clearTimeout(later);
    abort.abort();
  });
  return {
    filter, filtered, more, count, rowAt, ensure, open, follow, firstError, span, bytes, dropped, opened, failure, windowOf,
    total: computed(() => book.value.total),
  };
}
