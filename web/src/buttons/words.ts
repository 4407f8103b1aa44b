/** Everything the buttons say of themselves, in both languages. */
export type Language = "en" | "zh";

const en = {
  sending: "Sending…",
  started: "Started",
  queued: "Queued",
  queuedAt: (place: number) => `Queued, #${place}`,
  running: (time: string) => `Running ${time}`,
  done: (time: string) => (time ? `Done in ${time}` : "Done"),
  failed: "Failed",
  timeout: "Timed out",
  cancelled: "Cancelled",
  skipped: "Skipped",
  lost: "Lost: how it ended is not known",
  refused: "Not started",
  follow_refused: "Started, but what becomes of it cannot be read",
  retrying: "Connection lost, still trying…",
  log: "Log",
  logOf: (name: string) => `Log of ${name}`,
  dismiss: (name: string) => `Dismiss the message of ${name}`,
  progressOf: (name: string) => `Progress of ${name}`,
  actions: (count: number) => `Actions (${count})`,
  cancel: "Cancel",
  scripts: "Scripts",
  unavailable: "Not available",
  inactive: "This script is disabled.",
  unreachable: (host: string) => `${host} cannot be reached. Check that Watchbell runs there and that this page may call it.`,
  key_missing: (host: string) => `No key was given for ${host}. Put a button key into the attribute “key”.`,
  base_url_invalid: "The attribute “base-url” is not a web address.",
  route_missing: "The attribute “page-route” is missing.",
  required: "Required.",
  integer: "A whole number, please.",
  number: "A number, please.",
  minimum: (limit: number) => `At least ${limit}.`,
  maximum: (limit: number) => `At most ${limit}.`,
  pattern: "Not in the expected form.",
  json: "Not valid JSON.",
  perLine: "One per line.",
  choose: "(none)",
  optional: "optional",
  preview: "Preview: nothing is run.",
  seconds: (count: number) => `${count} s`,
  minutes: (minutes: number, seconds: number) => `${minutes} m ${seconds} s`,
};
export type Words = typeof en;

const zh: Words = {
  sending: "发送中…",
  started: "已启动",
  queued: "排队中",
  queuedAt: (place) => `排队中，第 ${place} 位`,
  running: (time) => `运行中 ${time}`,
  done: (time) => (time ? `完成，用时 ${time}` : "完成"),
  failed: "失败",
  timeout: "超时",
  cancelled: "已取消",
  skipped: "已跳过",
  lost: "失联：如何结束不得而知",
  refused: "未启动",
  follow_refused: "已启动，但无法读取其状态",
  retrying: "连接中断，仍在重试…",
  log: "日志",
  logOf: (name) => `${name} 的日志`,
  dismiss: (name) => `关闭 ${name} 的消息`,
  progressOf: (name) => `${name} 的进度`,
  actions: (count) => `操作（${count}）`,
  cancel: "取消",
  scripts: "脚本",
  unavailable: "不可用",
  inactive: "该脚本已停用。",
  unreachable: (host) => `无法连接 ${host}。请确认更钟正在运行，且本页面可以访问它。`,
  key_missing: (host) => `没有提供 ${host} 的密钥。请在 key 属性中填入按钮密钥。`,
  base_url_invalid: "base-url 属性不是网址。",
  route_missing: "缺少 page-route 属性。",
  required: "必填。",
  integer: "请输入整数。",
  number: "请输入数字。",
  minimum: (limit) => `不小于 ${limit}。`,
  maximum: (limit) => `不大于 ${limit}。`,
  pattern: "格式不符。",
  json: "不是有效的 JSON。",
  perLine: "每行一个。",
  choose: "（无）",
  optional: "可选",
  preview: "预览：不会运行任何程序。",
  seconds: (count) => `${count} 秒`,
  minutes: (minutes, seconds) => `${minutes} 分 ${seconds} 秒`,
};

export const WORDS: Record<Language, Words> = { en, zh };

/** What `given` says, else the page around `element`, else the browser. */
export function languageOf(given: string | null, element?: Element): Language {
  const near = element?.closest("[lang]")?.getAttribute("lang");
  const tag = given || near || document.documentElement.lang || navigator.language;
  return tag.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function spell(words: Words, seconds: number): string {
  if (seconds > 0 && seconds < 1) return words.seconds(Number(seconds.toFixed(1)));
  const whole = Math.round(seconds);
  return whole < 60 ? words.seconds(whole) : words.minutes(Math.floor(whole / 60), whole % 60);
}
