import type { Json, JsonObject, JsonSchema } from "@/api/types";

export type Widget = "text" | "password" | "textarea" | "number" | "integer" | "switch" | "select" | "list" | "json" | "date" | "datetime";
export interface Field {
  name: string;
  title: string;
  description: string;
  widget: Widget;
  required: boolean;
  default: Json | undefined;
  options: Json[];
  minimum?: number;
  maximum?: number;
  pattern?: string;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A text of the schema in the chosen language: `x-title-zh` stands beside the English `title`. */
const worded = (schema: JsonObject, key: string, language: string): string =>
  String(schema[`x-${key}-${language}`] ?? schema[key] ?? "");

/** pydantic writes an optional value as anyOf [T, null]; people see T. */
function flatten(schema: JsonObject): JsonObject {
  const choices = schema.anyOf ?? schema.oneOf;
  const real = Array.isArray(choices) ? choices.filter((one) => isObject(one) && one.type !== "null") : [];
  return real.length === 1 ? { ...(real[0] as JsonObject), ...schema, type: (real[0] as JsonObject).type ?? null } : schema;
}

function typeOf(schema: JsonObject): string {
  const type = schema.type;
  return String(Array.isArray(type) ? (type.find((one) => one !== "null") ?? "") : (type ?? ""));
}

function widgetOf(schema: JsonObject): Widget {
  if (Array.isArray(schema.enum)) return "select";
  const type = typeOf(schema);
  if (type === "boolean") return "switch";
  if (type === "integer" || type === "number") return type;
  if (type === "array") {
    const items = schema.items;
    return isObject(items) && typeOf(items) === "string" ? "list" : "json";
  }
  if (type !== "string") return "json";
  if (schema.format === "password" || schema.writeOnly === true) return "password";
  if (schema.format === "date") return "date";
  if (schema.format === "date-time") return "datetime";
  return schema.format === "multiline" || schema.format === "textarea" ? "textarea" : "text";
}

const numeric = (value: Json | undefined) => (typeof value === "number" ? value : undefined);

/** The form of an object schema: one field for each property, in the order given. */
export function fieldsOf(schema: JsonSchema | null, language: string): Field[] {
  const properties = isObject(schema?.properties) ? schema.properties : {};
  const required = Array.isArray(schema?.required) ? schema.required : [];
  return Object.entries(properties).flatMap(([name, given]) => {
    if (!isObject(given)) return [];
    const one = flatten(given);
    return {
      name,
      title: worded(one, "title", language) || name,
      description: worded(one, "description", language),
      widget: widgetOf(one),
      required: required.includes(name),
      default: one.default,
      options: Array.isArray(one.enum) ? one.enum : [],
      minimum: numeric(one.minimum),
      maximum: numeric(one.maximum),
      pattern: typeof one.pattern === "string" ? one.pattern : undefined,
    };
  });
}

export function defaultsOf(schema: JsonSchema | null): JsonObject {
  const entries = fieldsOf(schema, "en").filter((field) => field.default !== undefined && field.default !== null);
  return Object.fromEntries(entries.map((field) => [field.name, field.default as Json]));
}

/** Parses what a person typed as the schema of parameters; the reason when it is none. */
export function readSchema(text: string): { schema: JsonSchema | null } | { problem: "json" | "object" | "properties"; detail: string } {
  if (text.trim() === "") return { schema: null };
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch (error) {
    return { problem: "json", detail: (error as Error).message };
  }
  if (!isObject(parsed)) return { problem: "object", detail: "" };
  if (parsed.properties !== undefined && !isObject(parsed.properties)) return { problem: "properties", detail: "" };
  return { schema: parsed };
}
