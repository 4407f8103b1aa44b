import { expect, it } from "vitest";
import { stopTruth } from "./stopTruth";

const base = { status: "running", cancel_requested: false, survivors: null, processes_ended: 0, start_time: "2026-11-22T00:00:00Z" } as const;

it("nothing is said about a run that nobody stops", () => expect(stopTruth(base)).toBeNull());

it("it is stopping until every process is gone", () => expect(stopTruth({ ...base, cancel_requested: true })?.key).toBe("stopping"));

it("it is stopped when nothing survived, and says how many were ended", () =>
  expect(stopTruth({ ...base, status: "cancelled", survivors: 0, processes_ended: 3 })).toEqual({ key: "stopped", values: { n: 3, survivors: 0 }, bad: false }));

it("a timeout has the same certificate", () => expect(stopTruth({ ...base, status: "timeout", survivors: 0, processes_ended: 1 })?.key).toBe("stopped"));

it("survivors are admitted", () => expect(stopTruth({ ...base, status: "cancelled", survivors: 2 })).toMatchObject({ key: "survivors", bad: true }));

it("what was not measured is not claimed", () => expect(stopTruth({ ...base, status: "cancelled" })).toMatchObject({ key: "unconfirmed", bad: true }));

it("a run cancelled before it started had no processes to end", () =>
  expect(stopTruth({ ...base, status: "cancelled", start_time: null })).toBeNull());
