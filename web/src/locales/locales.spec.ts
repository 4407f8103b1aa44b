import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "vue/compiler-sfc";
import { describe, expect, it } from "vitest";
import en from "./en";
import zh from "./zh";

const SRC = join(import.meta.dirname, "..");
const files = (suffix: string) =>
  readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(suffix) && !name.includes(".spec."));
const read = (name: string) => readFileSync(join(SRC, name), "utf8");

type Words = { [key: string]: string | Words };
const keysOf = (words: Words, prefix = ""): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );
const at = (words: Words, key: string): unknown =>
  key.split(".").reduce<unknown>((node, part) => (node as Words | undefined)?.[part], words);
const placeholders = (text: unknown) => [...new Set([...String(text).matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();

const keys = keysOf(en);
const LETTERS = /\p{L}{2,}/u;
const SPOKEN = new Set(["title", "placeholder", "aria-label", "label", "alt", "text", "hint"]);

interface Node {
  type: number;
  content?: unknown;
  children?: Node[];
  props?: { type: number; name: string; value?: { content: string } }[];
}
const literals = (node: Node): string[] => [
  ...(node.type === 2 && LETTERS.test(String(node.content)) ? [String(node.content).trim()] : []),
  ...(node.props ?? [])
    .filter((prop) => prop.type === 6 && SPOKEN.has(prop.name) && LETTERS.test(prop.value?.content ?? ""))
    .map((prop) => prop.value?.content ?? ""),
  ...(node.children ?? []).flatMap(literals),
];

describe("the two languages", () => {
  it("have the same keys", () => expect(keysOf(zh)).toEqual(keys));

  it("name the same values in each text", () => {
    for (const key of keys) expect(placeholders(at(zh, key)), key).toEqual(placeholders(at(en, key)));
  });

  it("have a text for every key the code asks for", () => {
    const asked = [...files(".vue"), ...files(".ts")].flatMap((name) =>
      [...read(name).matchAll(/\bt\(\s*"([\w.]+)"/g)].map((match) => match[1] ?? ""),
    );
    expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
  });
});

describe("templates", () => {
  it("hold no text of their own", () => {
    const found = files(".vue").flatMap((name) => {
      const { template } = parse(read(name)).descriptor;
      return template?.ast ? literals(template.ast as unknown as Node).map((text) => `${name}: ${text}`) : [];
    });
    expect(found).toEqual([]);
  });
});
