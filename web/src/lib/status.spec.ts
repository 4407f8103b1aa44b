import { describe, expect, it } from "vitest";
import { STATUSES } from "@/api/types";
import { FAMILY, isBad, shown } from "./status";

describe("a status", () => {
  it.each(STATUSES)("%s has a family", (status) => expect(FAMILY[status]).toBeTruthy());

  it("is Stopping once a stop was asked for, until it has ended", () => {
    expect(shown({ status: "running", cancel_requested: true })).toBe("stopping");
    expect(shown({ status: "cancelled", cancel_requested: true })).toBe("cancelled");
  });

  it("tells a retry that waits from a first run that waits", () => {
    expect(shown({ status: "pending", attempt: 1 })).toBe("pending");
    expect(shown({ status: "pending", attempt: 2 })).toBe("retrying");
  });

  it("tells a missed tick from one skipped on purpose", () => {
    expect(shown({ status: "skipped", reason: "missed" })).toBe("missed");
    expect(shown({ status: "skipped", reason: "overlap" })).toBe("skipped");
  });

  it("is bad when it failed, ran too long or is lost", () =>
    expect(STATUSES.filter(isBad)).toEqual(["failed", "timeout", "lost"]));
});
