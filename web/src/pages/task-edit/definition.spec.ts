import { expect, it } from "vitest";
import type { Task } from "@/api/types";
import { BLANK, copyOf, definitionOf, differing, payload, slug } from "./definition";

it.each([
  ["Nightly backup", "nightly-backup"],
  ["  Überprüfung #1! ", "uberprufung-1"],
  ["每日报表", ""],
  ["-_x", "x"],
])("the id that follows from %j is %j", (name, id) => expect(slug(name)).toBe(id));

it("an id is never too long", () => expect(slug("x".repeat(300))).toHaveLength(64));

it("what the server adds to a task is not sent back", () => {
  const task = { ...BLANK, task_id: "a", version: 3, running: ["e"], recent: [] } as unknown as Task;
  expect(Object.keys(definitionOf(task))).toEqual(Object.keys(BLANK));
});

it("a copy has neither the id nor the log of its original", () =>
  expect(copyOf({ ...BLANK, task_id: "a", task_log: "logs/a.log" } as unknown as Task, "Copy of a")).toMatchObject({ task_id: "a-copy", task_log: "", task_name: "Copy of a" }));

it("an empty log is left to the server", () => {
  expect(payload({ ...BLANK, task_name: " a " })).toMatchObject({ task_name: "a" });
  expect(payload(BLANK)).not.toHaveProperty("task_log");
});

it("two versions are compared field by field", () =>
  expect(differing({ ...BLANK, task_retry: 3 }, { ...BLANK, task_env: { A: "1" } })).toEqual(["task_retry", "task_env"]));
