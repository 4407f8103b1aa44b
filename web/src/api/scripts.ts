import { listButtons } from "./buttons";
import { ApiError } from "./errors";
import { http, unwrap } from "./http";
import { idempotencyKey } from "./key";
import type { FolderLeaving, Script, ScriptChanges, ScriptDetail, ScriptResult, ScannedFolder } from "./scriptTypes";
import type { JsonObject, Page, Started } from "./types";

const at = (script_id: number) => ({ params: { path: { script_id } } });
const overview = (query: { script_id?: number }, signal?: AbortSignal) =>
  unwrap<{ items: Script[] }>(http.GET("/api/script-overview", { params: { query }, signal })).then((answer) => answer.items);

export const listScripts = (signal?: AbortSignal) => overview({}, signal);

/** A script, with the buttons that run it. */
export async function readScript(id: number, signal?: AbortSignal): Promise<ScriptDetail> {
  const [[script], placed] = await Promise.all([overview({ script_id: id }, signal), listButtons(signal, id)]);
  if (!script) throw new ApiError(404, { code: "not_found", message: "" });
  return { ...script, placed };
}

export const changeScript = (id: number, changes: ScriptChanges) =>
  unwrap<{ id: number; name: string }>(http.PATCH("/api/scripts/{script_id}", { ...at(id), body: changes as never }));

/** What is in the folders; `write` registers it as well. */
export const scanScripts = (write: boolean) =>
  unwrap<{ items: ScannedFolder[] }>(http.POST("/api/scripts/scan", { body: { write, force: false } })).then((answer) => answer.items);

/** The id of a registered folder, and what goes with it when it is un-registered. */
export async function leavingWith(path: string): Promise<[number, FolderLeaving]> {
  const { items } = await unwrap<{ items: { id: number; path: string }[] }>(http.GET("/api/script-folders"));
  const id = items.find((folder) => folder.path === path)?.id ?? 0;
  return [id, await unwrap<FolderLeaving>(http.GET("/api/script-folders/{folder_id}", { params: { path: { folder_id: id } } }))];
}

export const unregisterFolder = (folder_id: number) =>
  unwrap<FolderLeaving>(http.DELETE("/api/script-folders/{folder_id}", { params: { path: { folder_id } } }));

/** `key` makes a repeated press start nothing twice. */
export const pressScript = (script_id: number, parameters: JsonObject, key = idempotencyKey()) =>
  unwrap<Started>(http.POST("/api/execute-script", { params: { header: { "Idempotency-Key": key } }, body: { script_id, parameters } as never }));

export const listScriptResults = (script_id: number, query: { limit?: number; cursor?: string }, signal?: AbortSignal) =>
  unwrap<Page<ScriptResult>>(http.GET("/api/script-results", { params: { query: { script_id, ...query } }, signal }));
