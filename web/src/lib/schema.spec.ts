import { describe, expect, it } from "vitest";
import { defaultsOf, fieldsOf, readSchema } from "./schema";

const schema = {
  type: "object",
  required: ["day"],
  properties: {
    day: { type: "string", title: "Day", "x-title-zh": "日期", default: "today" },
    kind: { enum: ["a", "b"] },
    count: { type: "integer", minimum: 1 },
    limit: { anyOf: [{ type: "number" }, { type: "null" }], default: null },
    hosts: { type: "array", items: { type: "string" } },
    token: { type: "string", format: "password" },
    more: { type: "object" },
    on: { type: "boolean", default: false },
    since: { type: "string", format: "date" },
  },
};

describe("a form drawn from a schema", () => {
  it("picks a field that fits each type", () =>
    expect(fieldsOf(schema, "en").map((field) => field.widget)).toEqual([
      "text", "select", "integer", "number", "list", "password", "json", "switch", "date",
    ]));

  it("is worded in the chosen language, else in the one there is", () => {
    expect(fieldsOf(schema, "zh")[0]?.title).toBe("日期");
    expect(fieldsOf(schema, "en")[0]?.title).toBe("Day");
    expect(fieldsOf(schema, "zh")[1]?.title).toBe("kind");
  });

  it("knows what must be filled in", () =>
    expect(fieldsOf(schema, "en").filter((field) => field.required).map((field) => field.name)).toEqual(["day"]));

  it("starts with the defaults, and not with null", () => expect(defaultsOf(schema)).toEqual({ day: "today", on: false }));

  it("is empty without a schema", () => expect(fieldsOf({}, "en")).toEqual([]));
});

describe("a schema somebody types", () => {
  it("may be left out", () => expect(readSchema("  ")).toEqual({ schema: null }));
  it("must be JSON", () => expect(readSchema("{")).toMatchObject({ problem: "json" }));
  it("must be an object", () => expect(readSchema("[]")).toMatchObject({ problem: "object" }));
  it("must hold its properties in an object", () => expect(readSchema('{"properties": []}')).toMatchObject({ problem: "properties" }));
});
