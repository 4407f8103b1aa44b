/** What of a form may wait in the browser while nobody is signed in: all but secrets. */
import type { Json, JsonObject } from "@/api/types";

const SECRET = /PASS|SECRET|TOKEN|CREDENTIAL|AUTHORIZATION|(^|[_-])KEY($|[_-])/i;
/** Options that hold the name of a secret, which is none itself. */
const NAMES_ONE = /_secret$|^secret_headers$/;
const SIGNED_ADDRESS = /:\/\/[^\s/:@]+:[^\s/@]+@/;

export const isSecretName = (name: string): boolean => SECRET.test(name) && !NAMES_ONE.test(name);
export const isSecret = (name: string, value: unknown): boolean =>
  (isSecretName(name) && value !== "" && value !== null && typeof value !== "object") || (typeof value === "string" && SIGNED_ADDRESS.test(value));

export type Path = (string | number)[];
const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
const isHidden = (schema: JsonObject) => schema.format === "password" || schema.writeOnly === true;

/** `value` without its secrets, and where they were. */
export function withoutSecrets(value: Json, at: Path = []): { kept: Json; left: Path[] } {
  const left: Path[] = [];
  const inside = (one: Json, name: string | number): Json => {
    const found = withoutSecrets(one, [...at, name]);
    left.push(...found.left);
    return found.kept;
  };
  if (Array.isArray(value)) return { kept: value.map(inside), left };
  if (!isObject(value)) return { kept: value, left };
  const kept: JsonObject = {};
  for (const [name, one] of Object.entries(value)) {
    if (isSecret(name, one) || (name === "default" && isHidden(value))) left.push([...at, name]);
    else kept[name] = inside(one, name);
  }
  return { kept, left };
}

const next = (value: Json | undefined, name: string | number): Json | undefined =>
  Array.isArray(value) ? value[Number(name)] : isObject(value) ? value[String(name)] : undefined;

/** Puts the secrets of `before` back in where they were; returns the names of those that are in neither. */
export function refill(kept: Json, left: Path[], before: Json): string[] {
  return left.flatMap((path) => {
    const place = path.slice(0, -1).reduce<Json | undefined>(next, kept);
    const value = path.reduce<Json | undefined>(next, before);
    const name = path.at(-1) ?? "";
    if (!isObject(place) || value === undefined) return [path.filter((part) => typeof part === "string").join(".")];
    place[String(name)] = value;
    return [];
  });
}
