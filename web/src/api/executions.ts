import { http, unwrap } from "./http";
import type { Execution, ExecutionQuery, LogPage, LogQuery, Page, Started } from "./types";

const at = (execution_id: string) => ({ params: { path: { execution_id } } });

export const listExecutions = (query: ExecutionQuery, signal?: AbortSignal) =>
  unwrap<Page<Execution>>(http.GET("/api/executions", { params: { query }, signal }));

export const countExecutions = (query: ExecutionQuery, signal?: AbortSignal) =>
  unwrap<{ counts: Record<string, number> }>(http.GET("/api/executions/counts", { params: { query }, signal })).then(
    (answer) => answer.counts,
  );

export const readExecution = (id: string) => unwrap<Execution>(http.GET("/api/executions/{execution_id}", at(id)));

export const stopExecution = (id: string) =>
  unwrap<Started>(http.POST("/api/executions/{execution_id}/stop", at(id)));

export const rerunExecution = (id: string) =>
  unwrap<Started>(http.POST("/api/executions/{execution_id}/retry", at(id)));

export const readLog = (id: string, query: LogQuery, signal?: AbortSignal) =>
  unwrap<LogPage>(
    http.GET("/api/executions/{execution_id}/logs", { params: { path: { execution_id: id }, query }, signal }),
  );

export const logDownloadUrl = (id: string) => `/api/executions/${encodeURIComponent(id)}/logs/download`;

export const resultDownloadUrl = (id: string) => `/api/executions/${encodeURIComponent(id)}/result/download`;
