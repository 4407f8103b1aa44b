import { describe, expect, it } from "vitest";
import { done, failed, run } from "../testing";
import { IDLE, accepted, answered, detailOf, isBusy, refused, sending } from "./state";

const NOW = 1_000_000;

describe("the states of a button", () => {
  it("is busy from the press to the end", () => {
    const states = [IDLE, sending(), accepted("e1"), answered(accepted("e1"), run(), NOW), answered(accepted("e1"), done(), NOW)];
    expect(states.map(isBusy)).toEqual([false, true, true, true, false]);
  });

  it("waits in the queue at its place", () => {
    const state = answered(accepted("e1"), run({ status: "pending", queue_position: 3 }), NOW);
    expect([state.phase, state.position]).toEqual(["queued", 3]);
  });

  it("counts the time by our own clock where it saw the run begin", () => {
    const queued = answered(accepted("e1"), run({ status: "pending", queue_position: 1 }), NOW);
    const begun = answered(queued, run({ start_time: "2001-01-01T00:00:00Z" }), NOW + 5000);
    expect(begun.since).toBe(NOW + 5000);
    expect(answered(begun, run({ duration: 99 }), NOW + 9000).since).toBe(NOW + 5000);
  });

  it("counts from the server's duration where it found the run going on", () =>
    expect(answered(accepted("e1"), run({ duration: 12 }), NOW).since).toBe(NOW - 12_000));

  it("never began in the future, whatever the server's clock says", () =>
    expect(answered(accepted("e1"), run({ start_time: "2999-01-01T00:00:00Z" }), NOW).since).toBe(NOW));

  it.each([
    [40, 40],
    [-3, 0],
    [250, 100],
    [Number.NaN, null],
  ])("takes a progress of %s as %s", (given, shown) =>
    expect(answered(accepted("e1"), run({ progress: { progress: given } }), NOW).progress).toBe(shown));

  it("keeps the last progress while an answer has none", () => {
    const forty = answered(accepted("e1"), run({ progress: { progress: 40, message: "rows" } }), NOW);
    expect(answered(forty, run(), NOW)).toMatchObject({ progress: 40, message: "rows" });
  });

  it("ends with the result, or with the reason", () => {
    expect(answered(accepted("e1"), done({ result: { message: "3 rows" } }), NOW)).toMatchObject({ phase: "done", message: "3 rows", progress: 100 });
    expect(answered(accepted("e1"), failed(), NOW)).toMatchObject({ phase: "failed", error: "no route to host" });
  });

  it("takes a message that is no text for none", () =>
    expect(answered(accepted("e1"), done({ result: { message: { html: 1 } } }), NOW).message).toBe(""));

  it("forgets a lost connection with the next answer", () => {
    const lost = { ...accepted("e1"), retrying: true };
    expect(answered(lost, run(), NOW).retrying).toBe(false);
    expect(refused(lost, "unreachable", "").retrying).toBe(false);
  });

  it("tells a page the id, the status and the result", () =>
    expect(detailOf(answered(accepted("e1"), done(), NOW))).toEqual({ execution_id: "e1", status: "success", result: { rows: 3 } }));
});
