import { effectScope, type EffectScope } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LogLine, LogPage, LogQuery } from "@/api/types";
import { useLog } from "./useLog";

const readLog = vi.hoisted(() => vi.fn());
vi.mock("@/api/executions", () => ({ readLog }));

/** A log of `total` lines that answers as the API does; every hundredth line is an error. */
const log = { total: 0, running: false, held: false };
const line = (n: number): LogLine => ({
  line: n, offset: n * 10, time: "2026-11-22T00:00:00Z", stream: "stdout", level: n % 100 ? null : "error", text: `line ${n}`, continued: false, code: null,
});
function answer(_id: string, query: LogQuery): LogPage {
  let from = Number(query.cursor ?? query.line ?? 1);
  if (query.tail) from = Math.max(1, log.total - query.tail + 1);
  const fits = (item: LogLine) => (!query.q || item.text.includes(query.q)) && (!query.level?.length || item.level === query.level[0]);
  const items: LogLine[] = [];
  let n = from;
  for (; n <= log.total && items.length < (query.tail ?? query.limit ?? 500); n += 1) if (fits(line(n))) items.push(line(n));
  const over = !log.running && n > log.total;
  return { execution_id: "e", items, next_cursor: over ? null : String(n), log_bytes: log.total * 10, log_dropped: 0, total_lines: log.total, complete: !log.held };
}

let scope: EffectScope;
let view: ReturnType<typeof useLog>;
beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(log, { total: 0, running: false, held: false });
  readLog.mockReset().mockImplementation(async (id: string, query: LogQuery) => answer(id, query));
  scope = effectScope();
  view = scope.run(() => useLog("e")) as ReturnType<typeof useLog>;
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});
const settle = () => vi.advanceTimersByTimeAsync(1);

it("a log of 200,000 lines opens at its end with one request", async () => {
  log.total = 200_000;
  await view.open();
  expect(readLog).toHaveBeenCalledTimes(1);
  expect(view.count.value).toBe(200_000);
  expect(view.rowAt(199_999)?.text).toBe("line 200000");
  expect(view.rowAt(0)).toBeUndefined();
});

it("what comes into view is fetched once, by line number", async () => {
  log.total = 200_000;
  await view.open();
  view.ensure(100_010, 100_060);
  view.ensure(100_020, 100_070);
  await settle();
  expect(readLog).toHaveBeenCalledTimes(2);
  expect(readLog.mock.calls[1]?.[1]).toEqual({ line: 100_001, limit: 500 });
  expect(view.rowAt(100_009)?.text).toBe("line 100010");
});

it("a running log grows from where it was: no gap, no repeat", async () => {
  Object.assign(log, { total: 10, running: true });
  await view.open();
  log.total = 13;
  await view.follow();
  expect(view.count.value).toBe(13);
  expect(readLog.mock.calls[1]?.[1]).toMatchObject({ cursor: "11" });
});

it("news during a fetch are fetched right after it", async () => {
  Object.assign(log, { total: 10, running: true });
  await view.open();
  log.total = 11;
  const first = view.follow();
  log.total = 12;
  void view.follow();
  await first;
  expect(view.count.value).toBe(12);
});

it("bytes the server still holds back are asked for again at once", async () => {
  Object.assign(log, { total: 10, running: true });
  await view.open();
  log.held = true;
  await view.follow();
  Object.assign(log, { total: 11, held: false });
  await vi.advanceTimersByTimeAsync(20);
  expect(view.count.value).toBe(11);
});

it("a filter shows only what matches, with the lines' own numbers", async () => {
  log.total = 2_000;
  view.filter.value = { q: "", level: "error", stream: "", from: "", to: "" };
  await view.open();
  expect(view.count.value).toBe(20);
  expect(view.rowAt(1)?.line).toBe(200);
});

it("the first error is found by the server", async () => {
  log.total = 2_000;
  await view.open();
  expect(await view.firstError()).toBe(100);
});

it("a failure keeps what is shown, and is told", async () => {
  Object.assign(log, { total: 10, running: true });
  await view.open();
  readLog.mockRejectedValueOnce(new Error("away"));
  await view.follow();
  expect(view.failure.value).toBeInstanceOf(Error);
  expect(view.count.value).toBe(10);
});
