import { describe, expect, it } from "vitest";
import { add, change, read, remove, write } from "./document";

const TEXT = `# nightly
steps:
  - id: build # first
    type: command
    program: make
  - id: test
    type: command
    needs: [build]
  - id: ship
    type: command
    needs: [test]
`;

describe("the text of a pipeline", () => {
  it("is read as steps, as far as it can be", () => {
    expect(read(TEXT).steps.map(({ id, needs }) => [id, needs])).toEqual([["build", []], ["test", ["build"]], ["ship", ["test"]]]);
    expect(read("steps:\n  - id: a\n  - 5\n  - {needs: x}\n").steps.map((one) => one.id)).toEqual(["a", ""]);
    expect(read("").steps).toEqual([]);
  });

  it("tells what is wrong with it and does not throw", () => {
    expect(read("steps: [").problem).not.toBe("");
    expect(read("- 1").definition).toBeNull();
  });

  it("keeps comments and order when a step changes", () => {
    const text = change(TEXT, 0, "program", "ninja");
    expect(text).toContain("# nightly");
    expect(text).toContain("# first");
    expect(read(text).steps[0]!.body["program"]).toBe("ninja");
    expect(read(change(text, 0, "program", undefined)).steps[0]!.body).not.toHaveProperty("program");
  });

  it("gets a step after another one, with an id of its own", () => {
    const { text, id } = add(TEXT, "build", "command");
    expect(id).toBe("step-4");
    expect(read(text).steps[3]).toMatchObject({ id, type: "command", needs: ["build"] });
    expect(add("steps: []\n", null, "shell").text).toBe("steps:\n  - id: step-1\n    type: shell\n");
    expect(read(add("", null, "shell").text).steps).toMatchObject([{ id: "step-1", type: "shell", needs: [] }]);
  });

  it("closes the gap where a step is taken out", () => {
    const steps = read(remove(TEXT, "test")).steps;
    expect(steps.map(({ id, needs }) => [id, needs])).toEqual([["build", []], ["ship", ["build"]]]);
    expect(read(remove(TEXT, "build")).steps[0]!.body).not.toHaveProperty("needs");
  });

  it("is left alone where it cannot be read", () => {
    expect(change("steps: [", 0, "id", "x")).toBe("steps: [");
    expect(remove(TEXT, "unknown")).toBe(TEXT);
  });

  it("survives a round trip of a definition", () => {
    const definition = { max_parallel: 2, steps: [{ id: "a", type: "shell", config: { args: ["x: y", "#"] } }] };
    expect(read(write(definition)).definition).toEqual(definition);
  });
});
