import { describe, expect, it } from "vitest";
import { cellText, isNumeric, pathTo, tablesIn } from "./jsonTable";

describe("a result as a table", () => {
  it("is there for a list of objects, with every column of any row", () =>
    expect(tablesIn([{ a: 1 }, { a: 2, b: "x" }])).toEqual([{ path: "", columns: ["a", "b"], rows: [{ a: 1 }, { a: 2, b: "x" }] }]));

  it("is found below, and says where", () =>
    expect(tablesIn({ status: "success", data: { devices: [{ ip: "10.0.0.1" }], "odd name": [{ n: 1 }] } }).map((one) => one.path)).toEqual([
      "data.devices", 'data["odd name"]',
    ]));

  it.each([[null], [[]], [[1, 2]], [{ a: 1 }], ["text"], [[{}]]])("is not there for %j", (value) => expect(tablesIn(value)).toEqual([]));
});

it.each([["", "a", "a"], ["a", 2, "a[2]"], ["a", "b", "a.b"], ["a", "b c", 'a["b c"]'], ["", "数据", "数据"]] as const)(
  "the path to %j %j is %s", (path, key, expected) => expect(pathTo(path, key)).toBe(expected));

it("a cell holds text of anything", () => expect([null, undefined, 0, false, "x", { a: 1 }].map(cellText)).toEqual(["", "", "0", "false", "x", '{"a":1}']));
it("numbers are told from words", () => expect([isNumeric([{ a: 1 }, {}], "a"), isNumeric([{ a: "1" }], "a")]).toEqual([true, false]));
