import { expect, it } from "vitest";
import { rowOf } from "./useSchedulePreview";

const row = (value: string) => ({ kind: "cron" as const, value, timezone: "" });
const error = (field: string) => ({ code: "x", message: "", field });

it("a mistake belongs to the row it was made in", () => {
  expect(rowOf(error("expression"), [row("61 * * * *")])).toBe(0);
  expect(rowOf(error("expression[1].cron"), [row("0 3 * * *"), row("61 * * * *")])).toBe(1);
});

it("rows nobody filled in are not counted", () =>
  expect(rowOf(error("expression[1]"), [row("0 3 * * *"), row(""), row("61 * * * *")])).toBe(2));
