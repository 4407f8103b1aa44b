import { http, unwrap } from "./http";
import type { Json, Started, Status } from "./types";

/** One step of a running pipeline; of a matrix there is one for each instance. */
export interface PipelineStep {
  /** Tells the instances of one step apart. */
  key: string;
  step_id: string;
  name: string;
  type: string;
  status: Status;
  reason: string;
  needs: string[];
  execution_id: string | null;
  attempt: number;
  start_time: string | null;
  end_time: string | null;
  matrix: Json;
  error_message: string;
  progress: Json;
  waiting_for: string | null;
}

export interface Problem {
  field: string;
  message: string;
}

const at = (execution_id: string) => ({ params: { path: { execution_id } } });
const keyed = (step: Omit<PipelineStep, "key">): PipelineStep => ({ ...step, key: `${step.step_id}${step.matrix === null ? "" : JSON.stringify(step.matrix)}` });

export const readSteps = (id: string, signal?: AbortSignal): Promise<PipelineStep[]> =>
  unwrap<{ items: Omit<PipelineStep, "key">[] }>(http.GET("/api/executions/{execution_id}/steps", { ...at(id), signal })).then((answer) => answer.items.map(keyed));

export const checkPipeline = (definition: string, signal?: AbortSignal): Promise<Problem[]> =>
  unwrap<{ problems: Problem[] }>(http.POST("/api/pipelines/check", { body: { definition } as never, signal })).then((answer) => answer.problems);

export const decide = (id: string, step: string, approved: boolean, comment: string) =>
  unwrap<unknown>(
    approved
      ? http.POST("/api/executions/{execution_id}/approve", { ...at(id), body: { step, comment } as never })
      : http.POST("/api/executions/{execution_id}/reject", { ...at(id), body: { step, comment } as never }),
  );

export const resumePipeline = (id: string) => unwrap<Started>(http.POST("/api/executions/{execution_id}/resume", at(id)));

