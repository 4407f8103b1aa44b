import { expect, it } from "vitest";
import { concerns, mergeTopics, type LiveEvent } from "./live";

const ended: LiveEvent = { type: "execution", execution: { execution_id: "e1", task_id: "t1", status: "success" } };

it("the topics of all pages are asked for together", () =>
  expect(mergeTopics([{ executions: ["a"] }, { executions: ["a", "b"], tasks: "all" }, {}])).toEqual({ executions: ["a", "b"], tasks: "all" }));

it("everything includes each one", () =>
  expect(mergeTopics([{ executions: "all" }, { executions: ["a"] }]).executions).toBe("all"));

it("an execution concerns those who watch it, its task or everything", () => {
  expect(concerns(ended, { executions: ["e1"] })).toBe(true);
  expect(concerns(ended, { tasks: ["t1"] })).toBe(true);
  expect(concerns(ended, { executions: "all" })).toBe(true);
  expect(concerns(ended, { executions: ["e2"], tasks: ["t2"] })).toBe(false);
});

it("a gap concerns everybody", () => expect(concerns({ type: "reset" }, {})).toBe(true));
