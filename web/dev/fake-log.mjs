// FAKE logs: a finished one of 200,000 lines computed on demand, and a growing one for what runs.
import { iso, now } from "./fake-data.mjs";

const LEVELS = { 0: "info", 1: "debug" };
const text = (n) => {
  if (n % 97 === 0) return ["warning", `\x1b[33mWARN\x1b[0m  slow answer from host-${n % 13}: ${n % 900} ms`];
  if (n % 811 === 0) return ["error", `\x1b[1;31mERROR\x1b[0m pg_dump: error: connection to server at "db-${n % 3}" failed: no route to host`];
  if (n % 53 === 0) return ["info", `INFO  同步完成：第 ${n} 批，共 ${n * 3} 条记录，编码正常`];
  if (n % 301 === 0) return ["info", `INFO  a long line ${"abcdefghij ".repeat(60)}`];
  return [LEVELS[n % 2], `${n % 2 ? "DEBUG" : "INFO "} step ${n}: copied table public.orders_${n % 40} (${(n * 7) % 5000} rows) <b>not bold</b>`];
};
export const lineOf = (n, start) => {
  const [level, words] = text(n);
  return { line: n, offset: n * 80, time: iso(start + n * 3), stream: level === "error" ? "stderr" : "stdout", level, text: words, continued: false };
};

export function logPage(execution, query) {
  const total = execution.lines ?? 200_000;
  const start = Date.parse(execution.created_at);
  const filter = (item) =>
    (!query.get("q") || item.text.toLowerCase().includes(query.get("q").toLowerCase())) &&
    (!query.get("level") || item.level === query.get("level")) && (!query.get("stream") || item.stream === query.get("stream"));
  const limit = Math.min(2000, Number(query.get("limit") ?? 500));
  let from = Number(query.get("cursor") ?? query.get("line") ?? 1);
  if (query.get("tail")) from = Math.max(1, total - Number(query.get("tail")) + 1);
  const items = [];
  let n = from;
  const top = query.get("tail") ? total : from + 1e6;
  for (; n <= Math.min(total, top) && items.length < (query.get("tail") ? 5000 : limit); n += 1) {
    const item = lineOf(n, start);
    if (filter(item)) items.push(item);
  }
  const active = execution.status === "running";
  return {
    items, next_cursor: n <= total || active ? String(n) : null, log_bytes: total * 80, log_dropped: 0, total_lines: total, complete: !active,
  };
}

/** Grows the logs of what runs, and tells. */
export function grow(executions, tell) {
  setInterval(() => {
    for (const one of executions) {
      if (one.status !== "running") continue;
      one.lines = (one.lines ?? 900) + 3;
      one.sentAt = now();
      tell({ type: "log", execution_id: one.execution_id, log_bytes: one.lines * 80 });
    }
  }, 700);
}
