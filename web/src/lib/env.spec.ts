import { describe, expect, it } from "vitest";
import { parse, problems, toEnv, toRows, toText } from "./env";

const rows = (...keys: string[]) => keys.map((key) => ({ key, value: "x" }));

describe("variables", () => {
  it("mark names that are illegal, there twice, missing or refused", () =>
    expect(problems(rows("A", "1A", "B", "B", "", "LD_PRELOAD", "PATH"))).toEqual([
      null, "illegal", "duplicate", "duplicate", "empty", "reserved", "reserved",
    ]));

  it("say nothing about a row nobody filled in", () => expect(problems([{ key: "", value: "" }])).toEqual([null]));

  it("are read from a .env file", () =>
    expect(parse('# comment\nexport A=1\nB="two words" # why\nC=\'$raw\'\nD=x # note\nE="a\\nb"\n')).toEqual([
      { key: "A", value: "1" }, { key: "B", value: "two words" }, { key: "C", value: "$raw" }, { key: "D", value: "x" }, { key: "E", value: "a\nb" },
    ]));

  it("are read from a JSON object", () =>
    expect(parse('{"A": "1", "B": 2}')).toEqual([{ key: "A", value: "1" }, { key: "B", value: "2" }]));

  it("refuse what is neither", () => {
    expect(parse("hello")).toBeNull();
    expect(parse('{"A": ')).toBeNull();
  });

  it("come back from text as they went in", () => {
    const env = { A: "plain", B: "two words", C: 'quote " and \\ slash', D: "two\nlines", E: "" };
    expect(toEnv(parse(toText(toRows(env))) ?? [])).toEqual(env);
  });
});
