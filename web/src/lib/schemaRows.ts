import type { Json, JsonObject, JsonSchema } from "@/api/types";

/** The kinds of parameter the editor offers; "other" is kept as it is and edited as JSON. */
export const PARAMETER_KINDS = ["text", "integer", "number", "switch", "choice", "date", "secret", "other"] as const;
export type ParameterKind = (typeof PARAMETER_KINDS)[number];

export interface ParameterRow {
  key: number;
  name: string;
  kind: ParameterKind;
  title: string;
  titleZh: string;
  /** As typed; empty is none. */
  default: string;
  required: boolean;
  /** One each line, for a choice. */
  choices: string;
  /** What of the property the editor does not show, kept untouched. */
  rest: JsonObject;
}
export type RowProblem = "name_missing" | "name_twice" | "name_wrong" | "default_wrong" | "choices_missing";

const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const SHOWN = ["title", "x-title-zh", "default", "enum"];
const BY_KIND: Record<ParameterKind, JsonObject> = {
  text: { type: "string" },
  integer: { type: "integer" },
  number: { type: "number" },
  switch: { type: "boolean" },
  choice: {},
  date: { type: "string", format: "date" },
  secret: { type: "string", format: "password" },
  other: {},
};
let last = 0;

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
const plain = (values: Json): values is (string | number)[] => Array.isArray(values) && values.every((one) => typeof one !== "object");

function kindOf(property: JsonObject): ParameterKind {
  const { type, format, enum: choices } = property;
  if (choices !== undefined) return plain(choices) ? "choice" : "other";
  if (type === "integer" || type === "number") return type;
  if (type === "boolean") return "switch";
  if (type !== "string") return "other";
  if (format === "date") return "date";
  return format === "password" || property.writeOnly === true ? "secret" : "text";
}

const written = (value: Json | undefined): string =>
  value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

function toRow(name: string, property: JsonObject, required: boolean): ParameterRow {
  const kind = kindOf(property);
  const gone = new Set([...SHOWN, ...Object.keys(BY_KIND[kind])]);
  const rest = Object.fromEntries(Object.entries(property).filter(([key]) => !gone.has(key)));
  return {
    key: ++last, name, kind, required, rest,
    title: written(property.title), titleZh: written(property["x-title-zh"]), default: written(property.default),
    choices: Array.isArray(property.enum) ? property.enum.map(String).join("\n") : "",
  };
}

export const blankRow = (): ParameterRow => toRow("", { type: "string" }, false);

/** The parameters of a schema as rows, in their order. */
export function toRows(schema: JsonSchema | null): ParameterRow[] {
  const properties = isObject(schema?.properties) ? schema.properties : {};
  const required = Array.isArray(schema?.required) ? schema.required : [];
  return Object.entries(properties).map(([name, one]) => toRow(name, isObject(one) ? one : {}, required.includes(name)));
}

const lines = (text: string): string[] => [...new Set(text.split("\n").map((line) => line.trim()).filter(Boolean))];
/** Choices stay numbers where they were numbers. */
const choicesOf = (row: ParameterRow): Json[] =>
  row.rest.type === "integer" || row.rest.type === "number" ? lines(row.choices).map(Number) : lines(row.choices);

/** The value a typed default stands for; undefined where it stands for none of this kind. */
export function readDefault(row: ParameterRow): Json | undefined {
  const text = row.default;
  if (row.kind === "integer") return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : undefined;
  if (row.kind === "number") return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (row.kind === "switch") return text === "true" || text === "false" ? text === "true" : undefined;
  if (row.kind === "date") return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
  if (row.kind === "choice") return choicesOf(row).find((one) => String(one) === text);
  if (row.kind !== "other") return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function propertyOf(row: ParameterRow): JsonObject {
  const value = row.default === "" ? undefined : readDefault(row);
  return {
    ...BY_KIND[row.kind],
    ...(row.kind === "choice" ? { ...(row.rest.type === undefined ? { type: "string" } : {}), enum: choicesOf(row) } : {}),
    ...(row.title ? { title: row.title } : {}),
    ...(row.titleZh ? { "x-title-zh": row.titleZh } : {}),
    ...(value === undefined ? {} : { default: value }),
    ...row.rest,
  };
}

/** The schema the rows stand for; what else `base` says about the whole is kept. */
export function fromRows(rows: ParameterRow[], base: JsonSchema | null): JsonSchema {
  const { required: _, properties: __, ...whole } = base ?? {};
  const required = rows.filter((row) => row.required).map((row) => row.name);
  return {
    ...whole,
    type: "object",
    properties: Object.fromEntries(rows.map((row) => [row.name, propertyOf(row)])),
    ...(required.length ? { required } : {}),
  };
}

/** What is wrong with a row, as a key of the words; "" is nothing. */
export function problemOf(row: ParameterRow, all: ParameterRow[]): RowProblem | "" {
  if (!row.name) return "name_missing";
  if (!NAME.test(row.name)) return "name_wrong";
  if (all.some((other) => other !== row && other.name === row.name)) return "name_twice";
  if (row.kind === "choice" && lines(row.choices).length === 0) return "choices_missing";
  return row.default !== "" && readDefault(row) === undefined ? "default_wrong" : "";
}

/** A row of another kind forgets what only meant something to the old one. */
export function ofKind(row: ParameterRow, kind: ParameterKind): ParameterRow {
  const { description } = row.rest;
  const next: ParameterRow = { ...row, kind, rest: description === undefined ? {} : { description } };
  return readDefault(next) === undefined ? { ...next, default: "" } : next;
}
