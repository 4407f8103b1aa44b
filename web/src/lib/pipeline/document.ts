import { Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import type { Json, JsonObject } from "@/api/types";

/** A step as it is written; what a person left out is left out. */
export interface StepText {
  id: string;
  name: string;
  type: string;
  needs: string[];
  body: JsonObject;
}

/** What is read of a text while somebody types it: as much as can be, and what cannot be read. */
export interface Reading {
  definition: JsonObject | null;
  steps: StepText[];
  problem: string;
}

export function read(text: string): Reading {
  const doc = parseDocument(text);
  const error = doc.errors[0];
  if (error) return { definition: null, steps: [], problem: error.message };
  const value = doc.toJS({ maxAliasCount: 0 }) as Json;
  const definition = isObject(value) ? value : null;
  const list = definition?.["steps"];
  return { definition, steps: Array.isArray(list) ? list.filter(isObject).map(step) : [], problem: "" };
}

export const write = (definition: JsonObject): string => new Document(definition).toString({ lineWidth: 100 });

/** Changes one step and leaves everything else, comments too, as it was written. */
export function change(text: string, index: number, field: string, value: Json | undefined): string {
  return edit(text, (steps) => {
    const item = steps.items[index];
    if (!isMap(item)) return;
    if (value === undefined) item.delete(field);
    else item.set(field, value);
  });
}

/** A new step after `after` (or at the end, needing nothing); the text and the new step's id. */
export function add(text: string, after: string | null, type: string): { text: string; id: string } {
  const ids = new Set(read(text).steps.map((one) => one.id));
  let number = ids.size + 1;
  while (ids.has(`step-${number}`)) number += 1;
  const id = `step-${number}`;
  return { id, text: edit(text, (steps, doc) => steps.add(doc.createNode({ id, type, ...(after ? { needs: [after] } : {}) }))) };
}

/** Without the step; what needed it needs what it needed. */
export function remove(text: string, id: string): string {
  const steps = read(text).steps;
  const gone = steps.find((one) => one.id === id);
  if (!gone) return text;
  return edit(text, (list, doc) => {
    steps.forEach((one, index) => {
      const item = list.items[index];
      if (!one.needs.includes(id) || !isMap(item)) return;
      const needs = [...new Set(one.needs.flatMap((need) => (need === id ? gone.needs : [need])))];
      if (needs.length) item.set("needs", doc.createNode(needs));
      else item.delete("needs");
    });
    list.delete(steps.indexOf(gone));
  });
}

function edit(text: string, change: (steps: YAMLSeq, doc: Document) => void): string {
  const doc = parseDocument(text) as unknown as Document;
  if (doc.errors.length) return text;
  if (!isMap(doc.contents)) doc.contents = doc.createNode({ steps: [] }) as unknown as YAMLMap;
  if (!isSeq(doc.get("steps"))) doc.set("steps", doc.createNode([]));
  const steps = doc.get("steps") as YAMLSeq;
  steps.flow = false; // an empty list is written [], and would stay on one line
  change(steps, doc);
  return doc.toString({ lineWidth: 100 });
}

function step(body: JsonObject): StepText {
  const text = (name: string) => (typeof body[name] === "string" ? (body[name] as string) : "");
  const needs = Array.isArray(body["needs"]) ? body["needs"].filter((one) => typeof one === "string") : [];
  return { id: text("id"), name: text("name") || text("id"), type: text("type"), needs, body };
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
