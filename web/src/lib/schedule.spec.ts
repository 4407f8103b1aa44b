import { describe, expect, it } from "vitest";
import { fromRows, matchesEitherDay, partAt, toRows } from "./schedule";

describe("the schedule of a task", () => {
  it.each([
    ["0 3 * * *"],
    [[{ every: "5m", start: "2026-01-01T00:00" }]],
    [["0 3 * * *", { cron: "0 9 * * 1-5", timezone: "Europe/Berlin" }, { at: "2026-12-24T20:00:00+08:00" }]],
  ])("comes back from the form as it went in: %j", (schedule) => expect(fromRows(toRows(schedule))).toEqual(schedule));

  it("is empty when nothing is filled in", () => expect(fromRows([{ kind: "cron", value: "  ", timezone: "" }])).toBe(""));

  it("becomes the plain string when it is one cron expression", () =>
    expect(fromRows(toRows(["*/5 * * * *"]))).toBe("*/5 * * * *"));

  it("leaves out rows nobody filled in", () =>
    expect(fromRows([...toRows("0 3 * * *"), { kind: "every", value: "", timezone: "" }])).toBe("0 3 * * *"));
});

describe("a cron expression", () => {
  it("knows which part the caret is in", () => {
    expect(partAt("0 3 * * *", 0)).toBe(0);
    expect(partAt("0 3 * * *", 3)).toBe(1);
    expect(partAt("0 3 * * *", 9)).toBe(4);
    expect(partAt("0 3 * * * extra", 15)).toBe(4);
  });

  it("warns when either of two days makes it run", () => {
    expect(matchesEitherDay("0 3 1 * 1")).toBe(true);
    expect(matchesEitherDay("0 3 * * 1")).toBe(false);
    expect(matchesEitherDay("0 3 */2 * 1")).toBe(false);
    expect(matchesEitherDay("@daily")).toBe(false);
  });
});
