import { describe, expect, it } from "vitest";
import { absolute, bytesParts, durationParts, full, instantIn, offset, relative, wallClock } from "./time";

const noon = new Date("2026-11-22T04:00:00Z");

describe("times", () => {
  it("show the offset in digits, whole hours without minutes", () => {
    expect(offset(noon, "Asia/Shanghai")).toBe("+08");
    expect(offset(noon, "Asia/Kolkata")).toBe("+05:30");
    expect(offset(noon, "UTC")).toBe("+00");
    expect(offset(noon, "America/New_York")).toBe("-05");
  });

  it("show today as the clock alone, another day with its date", () => {
    expect(absolute(noon, "Asia/Shanghai", "en", noon)).toBe("12:00");
    expect(absolute(noon, "Asia/Shanghai", "en", new Date("2026-11-25T00:00:00Z"))).toBe("Nov 22 12:00");
    expect(absolute(noon, "Asia/Shanghai", "zh-CN", new Date("2027-01-25T00:00:00Z"))).toBe("2026年11月22日 12:00");
  });

  it("decide what today is in the zone shown, not in the browser's", () => {
    const late = new Date("2026-11-21T17:00:00Z");
    expect(absolute(late, "Asia/Shanghai", "en", noon)).toBe("01:00");
    expect(absolute(late, "UTC", "en", noon)).toBe("Nov 21 17:00");
  });

  it("are complete on demand", () => expect(full(noon, "Asia/Shanghai")).toBe("2026-11-22 12:00:00 +08"));

  it("are also told from now", () => {
    expect(relative(new Date("2026-11-22T07:00:00Z"), noon, "en")).toBe("in 3h");
    expect(relative(new Date("2026-11-22T03:59:20Z"), noon, "zh-CN")).toBe("40秒前");
    expect(relative(new Date("2026-11-22T03:59:59.9Z"), noon, "en")).toBe("now");
  });

  it("become the value of a local date field in the task's zone", () => {
    expect(wallClock("2026-12-24T20:00:00+08:00", "UTC")).toBe("2026-12-24T12:00");
    expect(wallClock("2026-12-24T20:00", "Asia/Shanghai")).toBe("2026-12-24T20:00");
    expect(wallClock("soon", "UTC")).toBe("soon");
  });
});

describe("durations", () => {
  it.each([
    [0.193, [[193, "ms"]]],
    [4.26, [[4.3, "s"]]],
    [83, [[1, "m"], [23, "s"]]],
    [3600, [[1, "h"]]],
    [90_061, [[1, "d"], [1, "h"]]],
  ] as const)("%s seconds have at most two units", (seconds, parts) => expect(durationParts(seconds)).toEqual(parts));
});

describe("sizes", () => {
  it.each([[0, [0, "B"]], [1536, [1.5, "KB"]], [153_600_000, [146, "MB"]]] as const)("%s bytes are short", (bytes, parts) =>
    expect(bytesParts(bytes)).toEqual(parts));
});

describe("the time of a field", () => {
  it.each([
    ["2026-11-22T12:00", "Asia/Shanghai", "2026-11-22T04:00:00.000Z"],
    ["2026-07-01T00:30", "America/New_York", "2026-07-01T04:30:00.000Z"],
    ["2026-03-29T03:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  ])("%s in %s is %s", (local, zone, instant) => expect(instantIn(local, zone)?.toISOString()).toBe(instant));

  it("is none where nothing is given", () => expect(instantIn("", "UTC")).toBeNull());
});
