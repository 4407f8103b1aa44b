import { expect, it } from "vitest";
import { refillText, textWithoutSecrets } from "./draft";

const TEXT = `# kept
steps:
  - id: dump
    env:
      PGPASSWORD: hunter2 # why
      PGHOST: db
`;

it("a pipeline waits without its secrets, and gets them back from what is saved", () => {
  const { text, left } = textWithoutSecrets(TEXT);
  expect(text).not.toContain("hunter2");
  expect(text).toContain("# kept");
  expect(left).toEqual([["steps", 0, "env", "PGPASSWORD"]]);
  const back = refillText(text, left, TEXT);
  expect(back.lost).toEqual([]);
  expect(back.text).toMatch(/PGPASSWORD: "?hunter2/);
});

it("another step of the same place gets no secret", () => {
  const { text, left } = textWithoutSecrets(TEXT);
  expect(refillText(text, left, TEXT.replace("dump", "other")).lost).toEqual(["steps.env.PGPASSWORD"]);
});

it("a text that cannot be read loses its secrets too, and nothing else", () => {
  expect(textWithoutSecrets("steps: [\n  API_TOKEN: abc\n  x: 1\n").text).toBe("steps: [\n  API_TOKEN: \n  x: 1\n");
});

it("a text without secrets stays as it was written", () => expect(textWithoutSecrets("steps:   []\n").text).toBe("steps:   []\n"));
