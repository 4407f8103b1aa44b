import { expect, it } from "vitest";
import { strength } from "./password";

it.each([
  ["abc", "short"],
  ["password123!", "weak"],
  ["aaaaaaaaaaaaaaaa", "weak"],
  ["maria-2026-xyz", "weak"],
  ["horsebattery", "fair"],
  ["Horse-Battery-9", "strong"],
  ["correct horse battery staple", "strong"],
])("the password %s is %s", (password, expected) => expect(strength(password, "maria")).toBe(expected));
