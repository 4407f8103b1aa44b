import { describe, expect, it } from "vitest";
import { draw, NODE_HEIGHT } from "./layout";

describe("the drawing of a pipeline", () => {
  it("puts each step to the right of what it needs, side by side where it can", async () => {
    const drawing = await draw([
      { id: "build", needs: [] },
      { id: "a", needs: ["build"] },
      { id: "b", needs: ["build"] },
      { id: "ship", needs: ["a", "b"] },
    ]);
    const at = Object.fromEntries(drawing.nodes.map((node) => [node.id, node]));
    expect(at["build"]!.x).toBeLessThan(at["a"]!.x);
    expect(at["a"]!.x).toBe(at["b"]!.x);
    expect(Math.abs(at["a"]!.y - at["b"]!.y)).toBeGreaterThanOrEqual(NODE_HEIGHT);
    expect(at["ship"]!.x).toBeGreaterThan(at["b"]!.x);
    expect(drawing.wires.map(({ from, to }) => `${from}>${to}`).sort()).toEqual(["a>ship", "b>ship", "build>a", "build>b"]);
  });

  it("draws what is being typed: unknown needs, a cycle, nothing", async () => {
    expect((await draw([{ id: "a", needs: ["nobody", "a"] }])).wires).toEqual([]);
    expect((await draw([{ id: "a", needs: ["b"] }, { id: "b", needs: ["a"] }])).nodes).toHaveLength(2);
    expect(await draw([])).toMatchObject({ nodes: [], wires: [] });
  });
});
