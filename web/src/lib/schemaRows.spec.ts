import { describe, expect, it } from "vitest";
import { blankRow, fromRows, ofKind, problemOf, toRows, type ParameterRow } from "./schemaRows";

const schema = {
  type: "object",
  description: "of the whole",
  required: ["day"],
  properties: {
    day: { type: "string", format: "date", title: "Day", "x-title-zh": "日期", default: "2026-01-31" },
    kind: { type: "string", enum: ["full", "quick"], default: "full" },
    count: { type: "integer", minimum: 1, default: 3 },
    share: { type: "number" },
    on: { type: "boolean", default: false },
    token: { type: "string", format: "password" },
    greeting: { type: "string", default: "你好！", description: "said first" },
    hosts: { type: "array", items: { type: "string" }, default: ["a"] },
  },
};
const row = (changes: Partial<ParameterRow>): ParameterRow => ({ ...blankRow(), name: "x", ...changes });

describe("a schema as rows", () => {
  it("comes back as it was", () => expect(fromRows(toRows(schema), schema)).toEqual(schema));

  it("knows the kind of each parameter", () =>
    expect(toRows(schema).map((one) => one.kind)).toEqual(["date", "choice", "integer", "number", "switch", "secret", "text", "other"]));

  it("keeps the order of the rows", () =>
    expect(Object.keys(fromRows(toRows(schema).reverse(), schema).properties as object)[0]).toBe("hosts"));

  it("is empty without parameters", () => expect(fromRows([], {})).toEqual({ type: "object", properties: {} }));

  it("keeps numbers to choose from as numbers", () => {
    const numbers = { type: "object", properties: { n: { type: "integer", enum: [1, 2], default: 2 } } };
    expect(fromRows(toRows(numbers), numbers)).toEqual(numbers);
  });
});

describe("a row", () => {
  it.each([
    [row({ name: "" }), "name_missing"],
    [row({ name: "a b" }), "name_wrong"],
    [row({ kind: "integer", default: "1.5" }), "default_wrong"],
    [row({ kind: "date", default: "31.1.2026" }), "default_wrong"],
    [row({ kind: "choice", choices: " \n" }), "choices_missing"],
    [row({ kind: "choice", choices: "a\nb", default: "c" }), "default_wrong"],
    [row({ name: "作者", default: "阿青" }), ""],
    [row({ kind: "number", default: "-1.5e3" }), ""],
  ])("%o is found to be %j", (one, problem) => expect(problemOf(one, [one])).toBe(problem));

  it("may not have the name of another", () => {
    const twins = [row({}), row({})];
    expect(twins.map((one) => problemOf(one, twins))).toEqual(["name_twice", "name_twice"]);
  });

  it("of another kind forgets a default that fits no more", () => {
    expect(ofKind(row({ default: "many" }), "integer").default).toBe("");
    expect(ofKind(row({ default: "12" }), "integer").default).toBe("12");
  });

  it("of another kind forgets limits of the old one, and keeps its description", () =>
    expect(ofKind(row({ kind: "integer", rest: { minimum: 1, description: "d" } }), "text").rest).toEqual({ description: "d" }));
});
