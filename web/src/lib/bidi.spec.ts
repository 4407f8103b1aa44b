import { expect, it } from "vitest";
import { visible } from "./bidi";

it("writes out what would reverse the text around it", () => {
  expect(visible("invoice\u202Efdp.exe")).toBe("invoice[U+202E]fdp.exe");
  expect(visible("\u2066a\u2069")).toBe("[U+2066]a[U+2069]");
});

it("leaves texts of every language as they are", () => {
  for (const text of ["每周运营报表", "نسخة احتياطية", "גיבוי\u200F!", "plain"]) expect(visible(text)).toBe(text);
});
