import { http, unwrap } from "./http";
import { idempotencyKey } from "./key";
import type { ExecutionQuery, LogQuery } from "./paths";

const at = (execution_id: string) => ({ params: { path: { execution_id } } });

export const listExecutions = (query: ExecutionQuery, signal?: AbortSignal) =>
  unwrap(http.GET("/api/executions", { params: { query } as never, signal }));

export const countExecutions = (query: ExecutionQuery, signal?: AbortSignal) =>
  unwrap(http.GET("/api/executions/counts", { params: { query } as never, signal })).then((answer) => answer.counts);

export const readExecution = (id: string) => unwrap(http.GET("/api/executions/{execution_id}", at(id)));

export const stopExecution = (id: string) => unwrap(http.POST("/api/executions/{execution_id}/stop", at(id)));

export const rerunExecution = (id: string, key = idempotencyKey()) =>
  unwrap(http.POST("/api/executions/{execution_id}/retry", { ...at(id), headers: { "Idempotency-Key": key } }));

export const readLog = (id: string, query: LogQuery, signal?: AbortSignal) =>
  unwrap(
    http.GET("/api/executions/{execution_id}/logs", { params: { path: { execution_id: id }, query }, signal }),
  );

export const logDownloadUrl = (id: string) => `/api/executions/${encodeURIComponent(id)}/logs/download`;
