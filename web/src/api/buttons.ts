import { everyPage } from "./everyPage";
import { http, unwrap } from "./http";
import type { ButtonDefinition, ButtonKey, NewButtonKey, PageButton } from "./scriptTypes";
import type { Json, Page } from "./types";

const at = (button_id: number) => ({ params: { path: { button_id } } });
const LIMIT = 200;

export const listButtons = (signal?: AbortSignal, script_id?: number) =>
  everyPage<PageButton>((cursor) => unwrap<Page<PageButton>>(http.GET("/api/page-buttons", { params: { query: { cursor, script_id, limit: LIMIT } }, signal })));

export const readButton = (id: number) => unwrap<PageButton>(http.GET("/api/page-buttons/{button_id}", at(id)));

export const createButton = (definition: ButtonDefinition) => unwrap<PageButton>(http.POST("/api/page-buttons", { body: definition as never }));

export const changeButton = (id: number, changes: Partial<ButtonDefinition>) =>
  unwrap<PageButton>(http.PATCH("/api/page-buttons/{button_id}", { ...at(id), body: changes as never }));

export const deleteButton = (id: number) => unwrap<void>(http.DELETE("/api/page-buttons/{button_id}", at(id)));

/** The ids of buttons, by what became of them. */
export type Applied = Record<"created" | "updated" | "unchanged", number[]>;
/** All of the configs, or none and the reasons. */
export const applyButtons = (buttons: Json) => unwrap<Applied>(http.POST("/api/page-buttons/apply", { body: { buttons } as never }));

export const listButtonKeys = () =>
  everyPage<ButtonKey>((cursor) => unwrap<Page<ButtonKey>>(http.GET("/api/button-keys", { params: { query: { cursor, limit: LIMIT } } })));

/** The only answer that holds the key itself. */
export const createButtonKey = (asked: NewButtonKey) => unwrap<ButtonKey & { key: string }>(http.POST("/api/button-keys", { body: asked }));

export const revokeButtonKey = (key_id: number) => unwrap<void>(http.DELETE("/api/button-keys/{key_id}", { params: { path: { key_id } } }));
