import { expect, it } from "vitest";
import { ApiError } from "@/api/errors";
import { fieldErrors, pathOf } from "./fieldErrors";

const error = new ApiError(422, { code: "invalid", message: "Several things are wrong." }, [
  { code: "a", message: "Too short.", field: "task_name", hint: "Use one letter at least." },
  { code: "b", message: "Not a number.", field: "parameters.limit" },
  { code: "c", message: "Unknown host.", field: "parameters.hosts[2]" },
]);

it("a path is read in parts", () => expect(pathOf("task_schedule[1].cron")).toEqual(["task_schedule", "1", "cron"]));

it("each message stands beside its field, with the way out", () =>
  expect(fieldErrors(error)).toMatchObject({ task_name: "Too short. Use one letter at least." }));

it("messages about parts of a value stand beside the part", () =>
  expect(fieldErrors(error, "parameters")).toEqual({ limit: "Not a number.", hosts: "Unknown host." }));
