import { expect, it } from "vitest";
import type { Execution } from "@/api/types";
import { merge } from "./useExecutions";
import { beginOf } from "./useHistoryQuery";

const run = (id: string, status: Execution["status"]) => ({ execution_id: id, status }) as Execution;

it("rows stay where they are while their facts change", () => {
  const { items } = merge([run("b", "running"), run("a", "success")], [run("c", "pending"), run("b", "failed")]);
  expect(items.map((one) => [one.execution_id, one.status])).toEqual([["b", "failed"], ["a", "success"]]);
});

it("rows nobody has seen are counted and not pushed in", () =>
  expect(merge([run("b", "running")], [run("d", "pending"), run("c", "pending"), run("b", "running")]).unseen).toBe(2));

it("a range begins on a whole minute", () => {
  const now = Date.parse("2026-11-22T12:34:56Z");
  expect(beginOf("1h", now)).toBe("2026-11-22T11:34:00.000Z");
  expect(beginOf("", now)).toBe("2026-11-15T12:34:00.000Z");
  expect(beginOf("all", now)).toBeUndefined();
});
