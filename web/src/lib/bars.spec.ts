import { describe, expect, it } from "vitest";
import type { RecentExecution } from "@/api/types";
import { BAR_HEIGHT, BAR_STEP, barsOf, tally } from "./bars";

const run = (status: RecentExecution["status"], duration: number | null = 10, id: string = status): RecentExecution => ({
  execution_id: id, status, duration, created_at: "2026-11-22T00:00:00Z",
});

describe("the bars of recent executions", () => {
  it("stand at the right end, the newest last", () => {
    const bars = barsOf([run("success", 1, "old"), run("failed", 1, "new")]);
    expect(bars.map((bar) => [bar.id, bar.x])).toEqual([["old", 18 * BAR_STEP], ["new", 19 * BAR_STEP]]);
  });

  it("are as tall as the run was long", () => {
    const [short, long] = barsOf([run("success", 1), run("success", 100)]);
    expect(long?.height).toBe(BAR_HEIGHT);
    expect(short?.height).toBeLessThan(BAR_HEIGHT / 2);
  });

  it("show a run without duration as a low bar", () => expect(barsOf([run("skipped", null)])[0]?.height).toBeLessThan(8));

  it("are twenty at most", () => expect(barsOf(Array.from({ length: 30 }, (_, n) => run("success", 1, String(n))))).toHaveLength(20));

  it("are counted by state for those who cannot see them", () =>
    expect(tally([run("success"), run("failed"), run("success")])).toEqual([["success", 2], ["failed", 1]]));
});
