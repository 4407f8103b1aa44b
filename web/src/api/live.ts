import type { Status } from "./types";

export interface ExecutionEvent {
  type: "execution";
  id?: string;
  execution: { execution_id: string; task_id: string | null; status: Status } & Record<string, unknown>;
}
export interface LogEvent {
  type: "log";
  id?: string;
  execution_id: string;
  log_bytes: number;
}
export interface TaskEvent {
  type: "task";
  id?: string;
  task_id: string;
}
/** `reset`: what happened in the gap is unknown. `poll`: no live connection, so ask. Both mean "fetch again". */
export interface RefetchEvent {
  type: "reset" | "poll";
  id?: string;
}
/** Said once after connecting, and now and then to keep the connection open. */
export interface ControlMessage {
  type: "hello" | "ping";
  id?: string;
}
export type LiveEvent = ExecutionEvent | LogEvent | TaskEvent | RefetchEvent;
export type LiveState = "live" | "polling" | "offline";

export interface Topics {
  executions?: string[] | "all";
  tasks?: string[] | "all";
}

export function mergeTopics(all: Iterable<Topics>): Required<Topics> {
  const merged: Required<Topics> = { executions: [], tasks: [] };
  for (const topics of all)
    for (const kind of ["executions", "tasks"] as const) {
      const wanted = topics[kind];
      if (wanted === "all") merged[kind] = "all";
      else if (wanted && merged[kind] !== "all") merged[kind] = [...new Set([...merged[kind], ...wanted])];
    }
  return merged;
}

export function concerns(event: LiveEvent, topics: Topics): boolean {
  const has = (wanted: string[] | "all" | undefined, id: string | null) =>
    wanted === "all" || (id !== null && (wanted ?? []).includes(id));
  if (event.type === "execution")
    return has(topics.executions, event.execution.execution_id) || has(topics.tasks, event.execution.task_id);
  if (event.type === "log") return has(topics.executions, event.execution_id);
  if (event.type === "task") return has(topics.tasks, event.task_id);
  return true;
}
