import { http, unwrap } from "./http";
import { idempotencyKey } from "./key";
import type { components } from "./schema";
import type { Json, JsonObject, Started } from "./types";

type Schemas = components["schemas"];

/** One step of an execution of a pipeline; of a matrix there is one for each of its values. */
export type PipelineStep = Omit<Schemas["StepItem"], "matrix" | "progress"> & { matrix: JsonObject | null; progress: Json };
export type Problem = Pick<Schemas["PipelineProblem"], "message"> & { field: string };

const at = (execution_id: string) => ({ params: { path: { execution_id } } });

export const readSteps = (id: string, signal?: AbortSignal): Promise<PipelineStep[]> =>
  unwrap<{ items: PipelineStep[] }>(http.GET("/api/executions/{execution_id}/steps", { ...at(id), signal })).then((answer) => answer.items);

/** Everything that is wrong with the text of a pipeline. `task_id` is the task it is for, where there is one. */
export const checkPipeline = (definition: string, task_id: string, task_parameters: JsonObject | null, signal?: AbortSignal): Promise<Problem[]> =>
  unwrap<Schemas["CheckResult"]>(http.POST("/api/pipelines/check", { body: { definition, task_id, task_parameters } as never, signal })).then(
    (answer) => answer.problems.map(({ field, message }) => ({ field: field ?? "", message })),
  );

export function decide(id: string, step: string, approved: boolean, comment: string): Promise<Started> {
  const options = { ...at(id), body: { step, comment } };
  return unwrap<Started>(
    approved ? http.POST("/api/executions/{execution_id}/approve", options) : http.POST("/api/executions/{execution_id}/reject", options),
  );
}

export const resumePipeline = (id: string, key = idempotencyKey()) =>
  unwrap<Started>(http.POST("/api/executions/{execution_id}/resume", { params: { path: { execution_id: id }, header: { "Idempotency-Key": key } } }));
