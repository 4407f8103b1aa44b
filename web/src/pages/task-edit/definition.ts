import type { Task, TaskDefinition } from "@/api/types";

export const BLANK: TaskDefinition = {
  task_id: "",
  task_name: "",
  task_desc: "",
  task_type: "python",
  task_exec: "",
  task_config: {},
  task_schedule: "",
  task_timezone: "",
  task_enabled: true,
  task_timeout: null,
  task_retry: 0,
  task_retry_interval: 60,
  task_retry_backoff: 1,
  task_overlap: "skip",
  task_misfire: { policy: "latest", cap: 100, grace: 60 },
  task_env: {},
  task_parameters: {},
  task_dependencies: [],
  task_limits: {},
  task_log: "",
  task_notify: {},
  task_tags: [],
  task_queue: "",
};
const NAMES = Object.keys(BLANK) as (keyof TaskDefinition)[];

/** The part of a task that people define, without what the server adds. */
export function definitionOf(task: TaskDefinition): TaskDefinition {
  const entries = NAMES.map((name) => [name, task[name] ?? BLANK[name]]);
  return structuredClone(Object.fromEntries(entries)) as TaskDefinition;
}

const LONGEST_ID = 64;
const COPY = "-copy";

/** A copy gets its own id and log. */
export function copyOf(task: Task, name: string): TaskDefinition {
  return { ...definitionOf(task), task_id: task.task_id.slice(0, LONGEST_ID - COPY.length) + COPY, task_name: name, task_log: "" };
}

/** The id that follows from a name; names without Latin letters leave it to the person. */
export function slug(name: string): string {
  const words = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9_]+/g, "-");
  return words.replace(/^[-_]+|-+$/g, "").slice(0, LONGEST_ID);
}

/** What is sent: empty texts with a default of the server's own are left to it. */
export function payload(definition: TaskDefinition): Partial<TaskDefinition> {
  const { task_log, task_name, ...rest } = definition;
  return { ...rest, task_name: task_name.trim(), ...(task_log ? { task_log } : {}) };
}

export const differing = (a: TaskDefinition, b: TaskDefinition): string[] =>
  NAMES.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
