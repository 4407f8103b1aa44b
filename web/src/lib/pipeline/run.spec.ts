import { describe, expect, it } from "vitest";
import type { PipelineStep } from "@/api/pipelines";
import type { Status } from "@/api/types";
import { gantt } from "./gantt";
import { asksFor, nodesOf } from "./nodes";

const step = (step_id: string, status: Status, more: Partial<PipelineStep> = {}): PipelineStep => ({
  key: step_id, step_id, name: step_id, type: "command", task_id: null, runner: "launcher", status, reason: "", needs: [], when: "success",
  continue_on_error: false, execution_id: null, attempt: 1, created_at: null, start_time: null, end_time: null, duration: null, return_code: null,
  matrix: null, message: "", error_message: "", progress: null, waiting_for: [], approval: null, reused_from: null, cancel_requested: false,
  log_bytes: 0, ...more,
});

describe("the nodes of a running pipeline", () => {
  it("show the instances of a matrix as one, and its worst news first", () => {
    const node = (...states: Status[]) => nodesOf(states.map((state, n) => step("test", state, { matrix: { n } })))[0]!;
    expect(node("success", "success").state).toBe("success");
    expect(node("success", "failed").state).toBe("failed");
    expect(node("running", "failed").state).toBe("running");
    expect(node("success", "pending").state).toBe("pending");
    expect(node("skipped", "success").state).toBe("success");
    expect(node("success", "success").members).toHaveLength(2);
  });
});

describe("a step that waits for a person", () => {
  it("asks until it was decided", () => {
    expect(asksFor(step("ok", "pending", { waiting_for: ["approval"] }))).toBe(true);
    expect(asksFor(step("ok", "cancelled", { waiting_for: ["approval"] }))).toBe(false);
    expect(asksFor(step("ok", "pending", { waiting_for: ["build"] }))).toBe(false);
  });
});

describe("the bars of a running pipeline", () => {
  const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`;
  const now = Date.parse(at(20));

  it("lie on one axis from the first start to the last end", () => {
    const bars = gantt([
      step("a", "success", { start_time: at(0), end_time: at(5) }),
      step("b", "success", { start_time: at(5), end_time: at(10) }),
    ], now);
    expect(bars.map(({ left, width, seconds }) => [left, width, seconds])).toEqual([[0, 50, 5], [50, 50, 5]]);
  });

  it("grow while a step runs, and are absent before it begins", () => {
    const bars = gantt([step("a", "running", { start_time: at(0) }), step("b", "pending")], now);
    expect(bars.map(({ width, seconds }) => [width, seconds])).toEqual([[100, 20], [0, null]]);
  });

  it("are never lost or endless where nothing began or clocks disagree", () => {
    expect(gantt([step("a", "pending")], now)[0]!.width).toBe(0);
    const odd = gantt([step("a", "success", { start_time: at(5), end_time: at(4) })], now)[0]!;
    expect([Number.isFinite(odd.left), odd.seconds]).toEqual([true, 0]);
  });
});
