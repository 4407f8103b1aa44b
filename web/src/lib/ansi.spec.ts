import { describe, expect, it } from "vitest";
import { lastState, markMatches, segments } from "./ansi";

describe("escape sequences in a log", () => {
  it("become class names", () =>
    expect(segments("\x1b[1;31mERROR\x1b[0m away")).toEqual([
      { text: "ERROR", classes: "ansi-bold ansi-red-fg" }, { text: " away", classes: "" },
    ]));

  it("leave markup as the text it is", () => {
    expect(segments("<b>no</b>")).toEqual([{ text: "<b>no</b>", classes: "" }]);
    expect(segments("\x1b[32m<img onerror=x>\x1b[0m")[0]?.text).toBe("<img onerror=x>");
  });

  it("map 24-bit and 256 colours to the nearest of our eight, never to an inline colour", () => {
    expect(segments("\x1b[38;2;250;20;10mx")[0]?.classes).toBe("ansi-red-fg");
    expect(segments("\x1b[38;5;46mx")[0]?.classes).toBe("ansi-green-fg");
    expect(segments("\x1b[48;2;128;128;128mx")[0]?.classes).toBe("ansi-white-bg");
  });

  it("make no link of a hyperlink sequence", () =>
    expect(segments("\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07").map((part) => part.text).join("")).not.toContain("javascript"));

  it("that move the cursor are left out", () => expect(segments("\x1b[2K\x1b[1Gdone")).toEqual([{ text: "done", classes: "" }]));
});

describe("a progress line", () => {
  it("shows its last state", () => expect(lastState("10%\r50%\r100%")).toBe("100%"));
  it("survives a final carriage return", () => expect(lastState("100%\r")).toBe("100%"));
});

describe("a search", () => {
  it("marks every match in any letter case", () =>
    expect(markMatches([{ text: "Error, error", classes: "c" }], "ERROR").map((part) => [part.text, part.match])).toEqual([
      ["Error", true], [", ", false], ["error", true],
    ]));

  it("marks nothing when nothing is searched", () =>
    expect(markMatches([{ text: "abc", classes: "" }], "")).toEqual([{ text: "abc", classes: "", match: false }]));
});
