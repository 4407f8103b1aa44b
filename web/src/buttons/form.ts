import { type Field, fieldsOf } from "@/lib/schema";
import type { Json, JsonObject } from "./core/types";
import type { Words } from "./words";

export { type Field, fieldsOf };

/** What a field holds at first, as the text or tick of its control. */
export function initial(field: Field, given: JsonObject): string | boolean {
  const value = given[field.name] ?? field.default;
  if (field.widget === "switch") return value === true;
  if (value === undefined || value === null) return "";
  if (field.widget === "select") return String(field.options.findIndex((option) => same(option, value)));
  if (field.widget === "list" && Array.isArray(value)) return value.join("\n");
  return typeof value === "string" ? value : JSON.stringify(value);
}

export interface Reading {
  value?: Json;
  problem?: string;
}

/** The value of what was typed, or what is wrong with it; neither where the field was left empty. */
export function read(field: Field, typed: string | boolean, words: Words): Reading {
  if (typeof typed === "boolean") return { value: typed };
  if (typed.trim() === "") return field.required ? { problem: words.required } : {};
  switch (field.widget) {
    case "number":
    case "integer":
      return readNumber(field, typed, words);
    case "select":
      return { value: field.options[Number(typed)] };
    case "list":
      return { value: typed.split("\n").map((line) => line.trim()).filter(Boolean) };
    case "json":
      return readJson(typed, words);
    case "datetime":
      return { value: new Date(typed).toISOString() };
  }
  return matches(field.pattern, typed) ? { value: typed } : { problem: words.pattern };
}

function readNumber(field: Field, typed: string, words: Words): Reading {
  const value = Number(typed);
  if (!Number.isFinite(value)) return { problem: words.number };
  if (field.widget === "integer" && !Number.isInteger(value)) return { problem: words.integer };
  if (field.minimum !== undefined && value < field.minimum) return { problem: words.minimum(field.minimum) };
  if (field.maximum !== undefined && value > field.maximum) return { problem: words.maximum(field.maximum) };
  return { value };
}

function readJson(typed: string, words: Words): Reading {
  try {
    return { value: JSON.parse(typed) as Json };
  } catch {
    return { problem: words.json };
  }
}

/** The server has the last word; what this browser cannot read as a pattern is left to it. */
function matches(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}

const same = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

