import { describe, expect, it } from "vitest";
import type { RecentExecution } from "@/api/types";
import { healthOf } from "./health";

const runs = (...statuses: RecentExecution["status"][]): RecentExecution[] =>
  statuses.map((status, n) => ({ execution_id: String(n), status, duration: (n + 1) * 10, created_at: "" }));

describe("the health of a task", () => {
  it("counts failures in a row, whatever was skipped between", () =>
    expect(healthOf(runs("success", "failed", "skipped", "timeout", "cancelled")).streak).toBe(2));

  it("has no streak after a success", () => expect(healthOf(runs("failed", "success")).streak).toBe(0));

  it("counts all when it never succeeded", () => expect(healthOf(runs("failed", "lost")).streak).toBe(2));

  it("takes the usual duration from successes alone", () =>
    expect(healthOf(runs("success", "failed", "success", "success")).usual).toBe(30));

  it("knows nothing about a task that never ran", () =>
    expect(healthOf([])).toEqual({ successes: 0, finished: 0, usual: null, streak: 0 }));
});
