import type { Json, JsonObject } from "@/api/types";

export interface JsonRows {
  /** Where in the result they are; "" is the whole. */
  path: string;
  columns: string[];
  rows: JsonObject[];
}
const DEEPEST = 4;
const MOST_COLUMNS = 40;

const isObject = (value: Json): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
const PLAIN = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** `a.b[2]["odd name"]`: the way to a value, as JavaScript, Python's jsonpath and people write it. */
export const pathTo = (path: string, key: string | number): string =>
  typeof key === "number" ? `${path}[${key}]` : PLAIN.test(key) ? (path ? `${path}.${key}` : key) : `${path}[${JSON.stringify(key)}]`;

function rowsOf(value: Json[], path: string): JsonRows | undefined {
  if (value.length === 0 || !value.every(isObject)) return undefined;
  const columns = [...new Set(value.flatMap((row) => Object.keys(row)))];
  return columns.length === 0 || columns.length > MOST_COLUMNS ? undefined : { path, columns, rows: value };
}

/** Every list of objects in `value`, the nearest to the top first: what can be shown as a table. */
export function tablesIn(value: Json): JsonRows[] {
  const found: JsonRows[] = [];
  let level: [string, Json][] = [["", value]];
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next: [string, Json][] = [];
    for (const [path, one] of level) {
      const rows = Array.isArray(one) ? rowsOf(one, path) : undefined;
      if (rows) found.push(rows);
      else if (isObject(one)) next.push(...Object.entries(one).map(([key, part]): [string, Json] => [pathTo(path, key), part]));
    }
    level = next;
  }
  return found;
}

/** What a script says it did: the `message` of its result (seed 003). */
export const messageOf = (value: Json): string => (isObject(value) && typeof value.message === "string" ? value.message : "");

/** What stands in a cell. */
export const cellText = (value: Json | undefined): string =>
  value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

export const isNumeric = (rows: JsonObject[], column: string): boolean =>
  rows.every((row) => row[column] === undefined || row[column] === null || typeof row[column] === "number");
