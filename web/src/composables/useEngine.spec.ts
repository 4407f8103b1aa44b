import { expect, it } from "vitest";
import { health } from "./useEngine";

it.each([
  [2, false, "ok"],
  [16, false, "slow"],
  [31, false, "down"],
  [null, true, "down"],
  [null, false, "unknown"],
] as const)("a scheduler that spoke %s s ago (server away: %s) is %s", (age, failing, expected) => expect(health(age, failing)).toBe(expected));
