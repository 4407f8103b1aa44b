// FAKE data for developing the pages without the server. Nothing of this is shipped.
const HOUR = 3600e3;
const DAY = 24 * HOUR;
export const now = () => Date.now();
export const iso = (ms) => new Date(ms + 8 * HOUR).toISOString().replace(/\.\d+Z$/, "+08:00");
let seed = 7;
export const random = () => ((seed = (seed * 16807) % 2147483647) / 2147483647);
const pick = (list) => list[Math.floor(random() * list.length)];
let serial = 0;
export const newId = () => `0193f0c2-${(0x7000 + serial++).toString(16)}-7abc-8def-0123456789ab`;

const REASONS = {
  failed: [["exit_code", "pg_dump: error: connection to server at \"db-1\" failed: no route to host", 3], ["exit_code", null, 1], ["signal", null, -11], ["oom", "The program needed 2.1 GB; 2 GB are allowed.", -9]],
  timeout: [["timeout", "The program ran longer than its timeout of 300 s.", null]],
  skipped: [["overlap", null, null], ["missed", null, null], ["paused", null, null]],
  cancelled: [["user", null, null]],
  lost: [["worker_lost", null, null]],
  success: [[null, null, 0]],
};

export function makeExecution(task, ms, status, extra = {}) {
  const [reason, error_message, return_code] = pick(REASONS[status] ?? [[null, null, null]]);
  const duration = ["skipped", "pending"].includes(status) ? null : Math.round((task.usual ?? 40) * (0.6 + random()) * 10) / 10;
  const id = newId();
  const ended = !["running", "pending"].includes(status);
  return {
    execution_id: id, short_id: id.slice(9, 13), task_id: task.task_id, name: task.task_name, kind: "task",
    origin: `task:${task.task_id}`, status, reason: reason ?? "", trigger: pick(["schedule", "schedule", "schedule", "manual", "api"]),
    attempt: 1, retry_of: null, parent_id: null, scheduled_for: iso(ms), not_before: null, created_at: iso(ms),
    start_time: status === "skipped" || status === "pending" ? null : iso(ms + 120), end_time: ended ? iso(ms + (duration ?? 0) * 1000) : null,
    duration: ended ? duration : null, return_code, error_type: error_message ? "ExecutionError" : "", error_message: error_message ?? "",
    parameters: task.task_parameters.properties ? { day: "2026-11-21", full: false } : {}, result: status === "success" ? { rows: 1204, files: ["a.csv", "b.csv"] } : null,
    progress: status === "running" ? 0.42 : null, resources: ended && duration ? { cpu_seconds: duration / 3, max_rss_bytes: 84_000_000 } : null,
    survivors: ended && duration ? 0 : null, processes_ended: ["cancelled", "timeout"].includes(status) ? 3 : 0, cancel_requested: false,
    pid: 4711, worker: "node-1", user: "", page_context: null, log_bytes: 120_000, log_dropped: 0, ...extra,
  };
}

const base = {
  task_desc: "", task_type: "python", task_config: {}, task_timezone: "Asia/Shanghai", task_enabled: true, task_timeout: 300,
  task_retry: 0, task_retry_interval: 60, task_retry_backoff: 1, task_overlap: "skip", task_misfire: { policy: "latest", cap: 100, grace: 60 }, task_env: {},
  task_parameters: {}, task_dependencies: [], task_limits: { log_mb: 1024 }, task_log: "logs/task_x.log", task_notify: {}, task_tags: [], task_queue: "",
};
const parameters = {
  type: "object", required: ["day"],
  properties: {
    day: { type: "string", title: "Day", description: "The day to report on", default: "2026-11-21" },
    format: { type: "string", enum: ["pdf", "xlsx"], default: "pdf" }, full: { type: "boolean", title: "Full report", default: false },
    limit: { type: "integer", minimum: 1, maximum: 100, default: 10 },
  },
};
const definitions = [
  ["nightly-backup", "Nightly backup", "0 3 * * *", ["ops", "database"], { usual: 420, bad: 0.2, task_env: { PGHOST: "db-1", PGDATABASE: "shop" }, task_retry: 3 }],
  ["rotate-logs", "Rotate logs", "*/5 * * * *", ["ops"], { usual: 2, bad: 0.01 }],
  ["sync-inventory", "同步库存", "*/5 * * * *", ["shop"], { usual: 14, bad: 0.05 }],
  ["report", "Daily report", "0 6 * * 1-5", ["finance"], { usual: 95, bad: 0.1, task_parameters: parameters, task_dependencies: ["nightly-backup"] }],
  ["long-crawl", "Long crawl of the supplier catalogue", [{ every: "2h" }], ["shop", "crawler"], { usual: 540, bad: 0.1, runs: true, task_type: "command" }],
  ["certificates", "Renew certificates", "30 2 1 * *", ["ops"], { usual: 31, bad: 0 }],
  ["scan-devices", "设备扫描更新", "0 */4 * * *", ["网络"], { usual: 60, bad: 0.3 }],
  ["migrate-once", "Move the archive", [{ at: "2026-12-24T20:00:00+08:00" }], [], { usual: 1, bad: 0, empty: true }],
  ["by-hand", "Rebuild the search index", "", ["shop"], { usual: 200, bad: 0.1, task_enabled: false }],
];
for (let n = 1; n <= 18; n += 1)
  definitions.push([`job-${n}`, `Import of branch office ${n}`, `${n * 3} ${n} * * *`, ["import"], { usual: 20 + n, bad: n % 5 ? 0.02 : 0.4 }]);
definitions.push(["long-name", "A task with a very long name ".repeat(10).trim(), "0 0 * * 0", [], { usual: 5, bad: 0 }]);

export const executions = [];
export const tasks = definitions.map(([task_id, task_name, task_schedule, task_tags, more], index) => {
  const { usual, bad, runs, empty, ...rest } = more;
  const task = {
    ...structuredClone(base), task_id, task_name, task_schedule, task_tags, task_exec: `tasks/${task_id.replaceAll("-", "_")}.py`, ...rest, version: 3,
    created_at: iso(now() - 90 * DAY), updated_at: iso(now() - 3 * DAY), updated_by: "li", next_run: task_schedule && !String(task_schedule).startsWith("[object") ? iso(now() + (index * 37 + 4) * 60e3) : null,
    running: [], dependents: task_id === "nightly-backup" ? ["report"] : [], usual,
  };
  const own = [];
  for (let n = empty ? 0 : 20; n > 0; n -= 1) {
    const status = random() < bad ? pick(["failed", "failed", "timeout", "lost"]) : random() < 0.06 ? pick(["skipped", "cancelled"]) : "success";
    own.push(makeExecution({ ...task, usual }, now() - n * (index < 3 ? 0.3 : 24) * HOUR + index * 60e3, task_id === "nightly-backup" && n < 5 ? "failed" : status));
  }
  if (runs || task_id === "sync-inventory") {
    const one = makeExecution(task, now() - (runs ? 130e3 : 12e3), "running");
    own.push(one);
    task.running = [one.execution_id];
  }
  executions.push(...own);
  task.own = own;
  return task;
});
executions.sort((a, b) => (a.created_at < b.created_at ? 1 : -1));

export function taskView({ own, usual, ...task }) {
  const recent = own.slice(-20).map(({ execution_id, status, duration, created_at }) => ({ execution_id, status, duration, created_at }));
  return { ...task, last_execution: own.at(-1) ?? null, recent };
}

export const EXECUTORS = [
  ["python", "Python program", "Python 程序", { interpreter: { type: "string", title: "Interpreter", "x-title-zh": "解释器", description: "Default: the Python Watchbell runs on", "x-description-zh": "默认：更钟自身所用的 Python" }, args: { type: "array", items: { type: "string" }, title: "Arguments", "x-title-zh": "参数", description: "One per line", "x-description-zh": "每行一个" } }],
  ["shell", "Shell script", "Shell 脚本", { args: { type: "array", items: { type: "string" }, title: "Arguments", "x-title-zh": "参数" } }],
  ["command", "Command", "命令", { args: { type: "array", items: { type: "string" }, title: "Arguments", "x-title-zh": "参数" }, cwd: { type: "string", title: "Working directory", "x-title-zh": "工作目录" }, keep_children: { type: "boolean", default: false, title: "Leave child processes alive", "x-title-zh": "保留子进程" }, grace: { type: "number", default: 10, minimum: 0, title: "Grace before kill, seconds", "x-title-zh": "强制终止前的宽限（秒）" } }],
].map(([type, en, zh, properties]) => ({ type, title: { en, zh }, description: { en: `Runs a ${en.toLowerCase()}.`, zh: `运行${zh}。` }, schema: { type: "object", properties } }));
