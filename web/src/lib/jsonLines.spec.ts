import { describe, expect, it } from "vitest";
import { lineOf, lineOfMistake } from "./jsonLines";

const TEXT = `[
  {"page_route": "/a", "button_style": {}},
  {
    "page_route": "/b",
    "button_style": {
      "type": "blinking"
    }
  }
]
`;

describe("a value in a file", () => {
  it.each([["[0]", 2], ["[1]", 3], ["[1].page_route", 4], ["[1].button_style.type", 6], ["1.button_style", 5]])("%s stands on line %i", (path, line) =>
    expect(lineOf(TEXT, path)).toBe(line));
  it("that is missing is missed where it should stand", () => expect(lineOf(TEXT, "[1].button_text")).toBe(3));
  it("that is nowhere has no line", () => expect(lineOf(TEXT, "[7].x")).toBe(null));
});

it.each([
  ["[\n  {\"a\": 1},\n  }\n]", 3],
  ['{\n"a": 1\n"b": 2}', 3],
  ["", 1],
  ["[\n1,\n2,\n", 4],
])("the mistake in %j is on line %i", (text, line) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(lineOfMistake(text)).toBe(line);
});
