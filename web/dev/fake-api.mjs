// FAKE API server, for developing the pages only: `npm run dev:fake`. It also serves the built pages with the real CSP.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { spawn } from "node:child_process";
import { WebSocketServer } from "ws";
import { EXECUTORS, executions, iso, makeExecution, now, taskView, tasks } from "./fake-data.mjs";
import { grow, lineOf, logPage } from "./fake-log.mjs";

const PORT = Number(process.env.PORT ?? 8799);
const STATIC = join(import.meta.dirname, "../../src/watchbell/static/watchbell");
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html; charset=utf-8" };
const CSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";
const state = { user: null, setup: process.env.FAKE_SETUP === "1", empty: process.env.FAKE_EMPTY === "1", quiet: false };
const sockets = new Set();
let eventId = 0;
const tell = (event) => {
  eventId += 1;
  for (const socket of sockets) {
    const wanted = socket.topics?.executions ?? [];
    if (event.type === "log" && (wanted === "all" || !wanted.includes(event.execution_id))) continue;
    socket.send(JSON.stringify({ id: String(eventId), ...event }));
  }
};
grow(executions, tell);

const refuse = (code, message, extra = {}) => Object.assign(new Error(message), { code, answer: { error: { code: extra.code ?? `e${code}`, message, field: null, hint: null, values: {}, ...extra } } });
const words = (zh, english, chinese) => (zh ? chinese : english);
const session = () => ({ user: state.user && { username: state.user, is_admin: true }, setup_required: state.setup, version: "0.1.0" });
const findTask = (id) => tasks.find((task) => task.task_id === id) ?? (() => { throw refuse(404, `Task '${id}' does not exist.`); })();
const findExecution = (id) => executions.find((one) => one.execution_id === id) ?? (() => { throw refuse(404, `Execution '${id}' does not exist.`); })();
const page = (list, query, view = (one) => one) => {
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  return { items: list.slice(from, from + limit).map(view), next_cursor: from + limit < list.length ? String(from + limit) : null };
};

function start(task, parameters = {}) {
  const one = makeExecution(task, now(), "running", { trigger: "manual", parameters, user: state.user, lines: 0, reason: null });
  executions.unshift(one);
  task.own.push(one);
  task.running.push(one.execution_id);
  tell({ type: "execution", execution: one });
  setTimeout(() => one.status === "running" && finish(one, "success", {}), 60_000);
  return { execution_id: one.execution_id, task_id: task.task_id, status: "running" };
}
function finish(one, status, extra) {
  Object.assign(one, { status, end_time: iso(now()), duration: (now() - Date.parse(one.created_at)) / 1000, survivors: 0, ...extra });
  const task = tasks.find((item) => item.task_id === one.task_id);
  if (task) task.running = task.running.filter((id) => id !== one.execution_id);
  tell({ type: "execution", execution: one });
}
function stop(one) {
  if (one.status !== "running") return {};
  one.cancel_requested = true;
  tell({ type: "execution", execution: one });
  setTimeout(() => finish(one, "cancelled", { reason: "user", processes_ended: 3, cancel_requested: true }), 3000);
  return { execution_id: one.execution_id, status: "running" };
}
const listExecutions = (query) => executions.filter((one) =>
  (!query.get("status") || query.get("status").split(",").includes(one.status)) && (!query.get("task_id") || one.task_id === query.get("task_id")) &&
  (!query.get("trigger") || one.trigger === query.get("trigger")) && (!query.get("q") || `${one.name} ${one.error_message}`.toLowerCase().includes(query.get("q").toLowerCase())) &&
  (!query.get("from") || Date.parse(one.created_at) >= Date.parse(query.get("from"))));
const listTasks = (query) => (state.empty ? [] : tasks).filter((task) =>
  (!query.get("q") || `${task.task_name} ${task.task_id}`.toLowerCase().includes(query.get("q").toLowerCase())) && (!query.get("tag") || task.task_tags.includes(query.get("tag"))) &&
  (!query.get("status") || task.own.at(-1)?.status === query.get("status")) && (!query.get("type") || task.task_type === query.get("type")) && (!query.get("enabled") || String(task.task_enabled) === query.get("enabled")));

function preview(body, zh) {
  const expression = body.expression;
  if (typeof expression === "string") {
    const parts = expression.trim().split(/\s+/);
    const at = parts.findIndex((part) => !/^[\d*/,\-A-Za-z@]+$/.test(part) || Number(part) > 59);
    if (parts.length !== 5 && !expression.startsWith("@")) throw refuse(422, words(zh, `A cron expression has 5 parts; this has ${parts.length}.`, `cron 表达式有 5 个部分，这里有 ${parts.length} 个。`), { code: "cron_parts", field: "expression" });
    if (at >= 0) throw refuse(422, words(zh, `minute: ${parts[at]} is above 59; allowed 0-59.`, `分钟：${parts[at]} 大于 59，允许 0-59。`), { code: "cron_value", field: "expression", values: { position: expression.indexOf(parts[at]) + 1, part: ["minute", "hour", "day", "month", "weekday"][at] } });
  }
  const ticks = Array.from({ length: body.count ?? 5 }, (_, n) => ({ time: iso(now() + (n + 1) * 86400e3), note: n === 2 ? "gap" : n === 3 ? "fold" : "" }));
  return { ticks, description: words(zh, "At 03:00, every day", "每天 03:00") };
}

function overview() {
  const attention = tasks.filter((task) => ["failed", "timeout", "lost"].includes(task.own.at(-1)?.status)).map((task) => {
    const back = [...task.own].reverse();
    return { task_id: task.task_id, task_name: task.task_name, execution: task.own.at(-1), streak: back.findIndex((one) => one.status === "success") };
  });
  const upcoming = tasks.filter((task) => task.next_run).map(({ task_id, task_name, next_run }) => ({ task_id, task_name, time: next_run })).sort((a, b) => (a.time < b.time ? -1 : 1)).slice(0, 8);
  return state.empty ? { running: [], attention: [], upcoming: [], counts: {} } : { running: executions.filter((one) => one.status === "running"), attention, upcoming, counts: {} };
}

function save(body, task, match) {
  if (match && match !== `"${task.version}"`) throw refuse(412, "Somebody saved this task meanwhile.", { code: "edited_meanwhile" });
  if (body.task_name === "bad") throw Object.assign(refuse(422, "x"), { answer: { error: { code: "invalid", message: "Two fields are not valid.", field: "task_name" }, errors: [{ code: "a", message: "This name is taken.", field: "task_name" }, { code: "b", message: "minute: 61 is above 59; allowed 0-59.", field: "task_schedule" }, { code: "c", message: "Unknown task 'x'.", field: "task_dependencies" }] } });
  Object.assign(task, body, { version: task.version + 1, updated_at: iso(now()), updated_by: state.user });
  return taskView(task);
}

const routes = [
  ["GET", /^\/api\/auth\/session$/, () => session()],
  ["POST", /^\/api\/auth\/login$/, ({ body, zh }) => {
    if (body.password === "throttle") throw refuse(429, words(zh, "Too many attempts.", "尝试次数过多。"), { values: { retry_after: 12 } });
    if (body.password !== "secret") throw refuse(401, words(zh, "Wrong user name or password.", "用户名或密码错误。"), { code: "invalid_credentials" });
    state.user = body.username;
    return session();
  }],
  ["POST", /^\/api\/auth\/logout$/, () => ((state.user = null), {})],
  ["POST", /^\/api\/auth\/setup$/, ({ body }) => ((state.user = body.username), (state.setup = false), session())],
  ["GET", /^\/api\/status$/, () => ({ version: "0.1.0", now: iso(now()), timezone: "Asia/Shanghai", scheduler: { last_beat: iso(now() - 1500), age_seconds: state.quiet ? 48 : 1.5, ok: !state.quiet }, launcher: { ok: true, running: 2 }, queue: { pending: 4, running: 2, max_running: 8 } })],
  ["GET", /^\/api\/overview$/, overview],
  ["GET", /^\/api\/executors$/, () => ({ items: EXECUTORS })],
  ["POST", /^\/api\/schedule\/preview$/, ({ body, zh }) => preview(body, zh)],
  ["GET", /^\/api\/tasks$/, ({ query }) => page(listTasks(query), query, taskView)],
  ["POST", /^\/api\/tasks$/, ({ body }) => { const task = { version: 0, own: [], running: [], dependents: [], next_run: null, created_at: iso(now()) }; const saved = save(body, task); tasks.unshift(task); state.empty = false; return saved; }],
  ["GET", /^\/api\/tasks\/([\w-]+)$/, ({ id }) => taskView(findTask(id))],
  ["PUT", /^\/api\/tasks\/([\w-]+)$/, ({ id, body, request }) => save(body, findTask(id), request.headers["if-match"])],
  ["PATCH", /^\/api\/tasks\/([\w-]+)$/, ({ id, body }) => save(body, findTask(id))],
  ["DELETE", /^\/api\/tasks\/([\w-]+)$/, ({ id }) => (tasks.splice(tasks.indexOf(findTask(id)), 1), {})],
  ["POST", /^\/api\/tasks\/([\w-]+)\/execute$/, ({ id, body }) => start(findTask(id), body.parameters)],
  ["POST", /^\/api\/tasks\/([\w-]+)\/stop$/, ({ id }) => findTask(id).running.map((one) => stop(findExecution(one)))],
  ["GET", /^\/api\/tasks\/([\w-]+)\/next-run$/, ({ id, query }) => ({ next_run: findTask(id).next_run, upcoming: findTask(id).next_run ? Array.from({ length: Number(query.get("count")) }, (_, n) => iso(now() + (n + 0.4) * 86400e3)) : [] })],
  ["GET", /^\/api\/executions$/, ({ query }) => page(listExecutions(query), query)],
  ["GET", /^\/api\/executions\/counts$/, ({ query }) => ({ counts: Object.fromEntries([...new Set(executions.map((one) => one.status))].map((status) => { const other = new URLSearchParams(query); other.set("status", status); return [status, listExecutions(other).length]; })) })],
  ["GET", /^\/api\/executions\/([\w-]+)$/, ({ id }) => ({ ...findExecution(id), definition: {} })],
  ["POST", /^\/api\/executions\/([\w-]+)\/stop$/, ({ id }) => stop(findExecution(id))],
  ["POST", /^\/api\/executions\/([\w-]+)\/retry$/, ({ id }) => start(findTask(findExecution(id).task_id), findExecution(id).parameters)],
  ["GET", /^\/api\/executions\/([\w-]+)\/logs$/, ({ id, query }) => logPage(findExecution(id), query)],
  ["POST", /^\/api\/fake\/(\w+)$/, ({ id, body }) => Object.assign(state, { [id]: body.value })],
];

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString() || "{}") : {};
}
async function file(response, path) {
  const name = path.startsWith("/static/watchbell/") ? path.slice(18) : "index.html";
  const content = await readFile(join(STATIC, name)).catch(() => null);
  response.writeHead(content ? 200 : 404, { "Content-Type": TYPES[extname(name)] ?? "text/plain", "Content-Security-Policy": CSP });
  response.end(content ?? "not found");
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://fake");
  const download = /^\/api\/executions\/([\w-]+)\/logs\/download$/.exec(url.pathname);
  if (!url.pathname.startsWith("/api/")) return file(response, url.pathname);
  const send = (status, answer) => response.writeHead(status, { "Content-Type": "application/json", "Set-Cookie": "csrftoken=fake; Path=/" }).end(JSON.stringify(answer));
  if (download) return response.end(Array.from({ length: 1000 }, (_, n) => lineOf(n + 1, now()).text).join("\n"));
  if (!state.user && !/^\/api\/(auth|fake)/.test(url.pathname)) return send(401, { error: { code: "not_authenticated", message: "You are not signed in." } });
  for (const [method, pattern, handler] of routes) {
    const found = pattern.exec(url.pathname);
    if (!found || method !== request.method) continue;
    try {
      const zh = (request.headers["accept-language"] ?? "").startsWith("zh");
      return send(200, await handler({ id: found[1], query: url.searchParams, body: await readBody(request), request, zh }));
    } catch (error) {
      if (!error.answer) console.error(error);
      return send(error.code && error.answer ? error.code : 500, error.answer ?? { error: { code: "internal", message: String(error) } });
    }
  }
  return send(404, { error: { code: "no_such_route", message: `There is nothing at ${url.pathname}.` } });
});
new WebSocketServer({ server, path: "/api/live" }).on("connection", (socket) => {
  sockets.add(socket);
  socket.send(JSON.stringify({ type: "hello", id: String(eventId) }));
  socket.on("message", (data) => (socket.topics = JSON.parse(data).subscribe));
  socket.on("close", () => sockets.delete(socket));
});
server.listen(PORT, "127.0.0.1", () => console.log(`FAKE API on http://127.0.0.1:${PORT} (sign in with any name, password "secret")`));
if (process.argv.includes("--with-vite"))
  spawn("npx", ["vite"], { stdio: "inherit", env: { ...process.env, WATCHBELL_API: `http://127.0.0.1:${PORT}` } });
