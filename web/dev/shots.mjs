// Photographs the pages (built, served by the fake API) and runs axe on each. node dev/shots.mjs [page …] [--quick]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright-core";

const BASE = process.env.BASE ?? "http://127.0.0.1:8799";
const OUT = join(import.meta.dirname, "../.shots");
mkdirSync(OUT, { recursive: true });
const api = (path, init) => fetch(`${BASE}/api${path}`, { headers: { "Content-Type": "application/json" }, ...init }).then((answer) => answer.json());
const set = (name, value) => api(`/fake/${name}`, { method: "POST", body: JSON.stringify({ value }) });

await set("user", "li");
const all = (await api("/executions?limit=500")).items;
const id = (status) => all.find((one) => one.status === status)?.execution_id;
const PAGES = {
  login: { path: "/login?next=/executions", before: () => set("user", null) },
  setup: { path: "/setup?token=abc", before: async () => (await set("user", null), set("setup", true)), act: (page) => page.fill("input[type=password]", "Correct horse 9") },
  tasks: { path: "/" },
  empty: { path: "/", before: () => set("empty", true), after: () => set("empty", false) },
  nomatch: { path: "/?q=zzz" },
  new: { path: "/tasks/new" },
  edit: { path: "/tasks/report/edit" },
  run: { path: "/?q=report", act: (page) => page.locator("td.actions .el-button").first().click() },
  view: { path: "/tasks/nightly-backup/view" },
  taskruns: { path: "/tasks/nightly-backup/executions" },
  tasklogs: { path: "/tasks/nightly-backup/logs" },
  executions: { path: "/executions" },
  failed: { path: `/executions/${id("failed")}` },
  running: { path: `/executions/${id("running")}` },
  success: { path: `/executions/${id("success")}?tab=result` },
  down: { path: "/executions?status=failed", before: () => set("quiet", true), after: () => set("quiet", false) },
};
const asked = process.argv.slice(2).filter((one) => !one.startsWith("--"));
const quick = process.argv.includes("--quick");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const VARIANTS = quick
  ? [["en", "light", 1440, 900]]
  : [["en", "light", 1440, 900], ["zh", "dark", 1440, 900], ["zh", "light", 390, 844], ["en", "dark", 390, 844]];
let bad = 0;
for (const name of asked.length ? asked : Object.keys(PAGES)) {
  const { path, before, act, after } = PAGES[name];
  for (const [language, theme, width, height] of VARIANTS) {
    await set("user", "li");
    await before?.();
    const context = await browser.newContext({ viewport: { width, height }, locale: language === "zh" ? "zh-CN" : "en-US", colorScheme: theme, timezoneId: "Asia/Shanghai", reducedMotion: "reduce" });
    const page = await context.newPage();
    const noise = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && noise.push(message.text()));
    page.on("pageerror", (error) => noise.push(String(error)));
    page.on("request", (request) => request.url().startsWith(BASE) || noise.push(`left the origin: ${request.url()}`));
    await page.goto(BASE + path);
    await page.waitForLoadState("networkidle").catch(() => {});
    await page.waitForFunction(() => !document.querySelector(".skeleton"), null, { timeout: 8000 }).catch(() => noise.push("still loading"));
    await page.waitForTimeout(500);
    await act?.(page);
    await page.waitForTimeout(400);
    const label = `${name}-${language}-${theme}-${width}`;
    await page.screenshot({ path: join(OUT, `${label}.png`) });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    const found = violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes[0].target} ${one.nodes[0].failureSummary?.split("\n")[1] ?? ""}`);
    if (wide > 0) found.push(`sideways scroll ${wide} px`);
    bad += found.length + noise.length;
    console.log(found.length + noise.length ? `✗ ${label}\n    ${[...found, ...new Set(noise)].join("\n    ")}` : `✓ ${label}`);
    await context.close();
    await after?.();
  }
}
await set("setup", false);
await browser.close();
console.log(bad ? `${bad} findings` : "no findings");
