import { expect, it } from "vitest";
import { progressOf } from "./progress";

it.each([
  [{ progress: 40, message: "copying" }, { percent: 40, message: "copying" }],
  [{ progress: 140 }, { percent: 100, message: "" }],
  [{ message: "target does not answer" }, { percent: null, message: "target does not answer" }],
  [33.4, { percent: 33, message: "" }],
  [null, null],
  [{}, null],
  [["x"], null],
])("%j is read as %j", (value, expected) => expect(progressOf(value)).toEqual(expected));
