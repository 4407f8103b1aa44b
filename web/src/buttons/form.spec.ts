import { describe, expect, it } from "vitest";
import { fieldsOf, initial, read } from "./form";
import { WORDS } from "./words";

const fields = Object.fromEntries(
  fieldsOf(
    {
      type: "object",
      required: ["name", "region"],
      properties: {
        name: { type: "string", default: "你好！", pattern: "^\\S+$" },
        ratio: { type: "number", minimum: 0 },
        days: { type: "integer", minimum: 1, maximum: 30, default: 7 },
        dry: { type: "boolean", default: true },
        region: { enum: ["north", 2, null] },
        since: { type: "string", format: "date" },
        hosts: { type: "array", items: { type: "string" }, default: ["a", "b"] },
        more: { type: "object" },
        odd: { type: "string", pattern: "(" },
      },
    },
    "en",
  ).map((field) => [field.name, field]),
);
const typed = (name: string, text: string | boolean) => read(fields[name]!, text, WORDS.en);

describe("a form of parameters", () => {
  it.each([
    ["name", {}, "你好！"],
    ["name", { name: "hi" }, "hi"],
    ["days", {}, "7"],
    ["dry", {}, true],
    ["dry", { dry: false }, false],
    ["region", { region: 2 }, "1"],
    ["hosts", {}, "a\nb"],
    ["more", { more: { a: 1 } }, '{"a":1}'],
    ["since", {}, ""],
  ])("begins %s, given %o, as %o", (name, given, shown) => expect(initial(fields[name]!, given)).toBe(shown));

  it.each([
    ["name", "hi", "hi"],
    ["ratio", "0.5", 0.5],
    ["days", "30", 30],
    ["dry", false, false],
    ["region", "0", "north"],
    ["region", "1", 2],
    ["since", "2026-11-23", "2026-11-23"],
    ["hosts", " a \n\nb", ["a", "b"]],
    ["more", '{"a": [1]}', { a: [1] }],
    ["odd", "x", "x"],
  ])("reads %s %o as %o", (name, text, value) => expect(typed(name, text)).toEqual({ value }));

  it.each([
    ["name", "", "Required."],
    ["name", "a b", "Not in the expected form."],
    ["ratio", "much", "A number, please."],
    ["ratio", "-1", "At least 0."],
    ["days", "1.5", "A whole number, please."],
    ["days", "31", "At most 30."],
    ["more", "{", "Not valid JSON."],
  ])("marks %s %o: %s", (name, text, problem) => expect(typed(name, text)).toEqual({ problem }));

  it("leaves an empty field out, so that the default counts", () => expect(typed("days", " ")).toEqual({}));
});
