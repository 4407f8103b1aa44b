import { describe, expect, it } from "vitest";
import { accepted, answered } from "./core/state";
import { done, failed, run } from "./testing";
import { moreIn, stateIn } from "./wording";
import { WORDS, languageOf, spell } from "./words";

const place = { host: "bell.test" };

describe("the words of the buttons", () => {
  it("exist in both languages, and are not the same", () => {
    expect(Object.keys(WORDS.zh)).toEqual(Object.keys(WORDS.en));
    for (const [name, text] of Object.entries(WORDS.en)) if (typeof text === "string") expect(text, name).not.toBe(WORDS.zh[name as keyof typeof WORDS.zh]);
  });

  it.each([
    [0.04, "0 s"],
    [0.44, "0.4 s"],
    [59.4, "59 s"],
    [540, "9 m 0 s"],
  ])("spell %s seconds as %s", (seconds, text) => expect(spell(WORDS.en, seconds)).toBe(text));

  it("tell the time and the progress of a run", () => {
    const state = answered(accepted("e1"), run({ duration: 12, progress: { progress: 40.4, message: "copied" } }), 100_000);
    expect(stateIn(WORDS.zh, state, 101_000)).toBe("运行中 13 秒");
    expect(moreIn(WORDS.zh, place, state)).toBe("40 % · copied");
  });

  it("do not claim to know how a run stands before the server has told", () => {
    expect(stateIn(WORDS.en, accepted("e1"), 0)).toBe("Started");
    expect(stateIn(WORDS.en, answered(accepted("e1"), run({ status: "pending", queue_position: 2 }), 0), 0)).toBe("Queued, #2");
  });

  it("give the first line of what went wrong", () =>
    expect(moreIn(WORDS.en, place, answered(accepted("e1"), failed({ error: "\nno route\n  at line 3" }), 0))).toBe("no route"));

  it("tell why a run that went well left no result", () => {
    const quiet = done({ result: null, result_problem_message: "The program printed no JSON." });
    expect(moreIn(WORDS.en, place, answered(accepted("e1"), quiet, 0))).toBe("The program printed no JSON.");
  });

  it.each(["timeout", "cancelled", "lost", "failed"] as const)("name the end %s", (status) =>
    expect(stateIn(WORDS.en, answered(accepted("e1"), failed({ status }), 0), 0)).toBe(WORDS.en[status]));

  it("are in the language that is given, else in that of the page", () => {
    expect(languageOf("zh-CN")).toBe("zh");
    const page = document.createElement("div");
    page.lang = "zh";
    page.append(document.createElement("p"));
    expect(languageOf(null, page.firstElementChild!)).toBe("zh");
    expect(languageOf("en", page)).toBe("en");
  });
});
