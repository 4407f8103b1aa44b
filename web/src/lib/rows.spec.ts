import { describe, expect, it } from "vitest";
import { ROW_PX, rowWindow, scrollFor, TALLEST_PX, tallness, topRow } from "./rows";

const height = 600;

describe("the rows on the screen", () => {
  it("are those in view and a few around them", () => {
    const window = rowWindow({ count: 100_000, scrollTop: 1000 * ROW_PX, height });
    expect(window).toEqual({ first: 990, end: 1041, offset: 990 * ROW_PX });
  });

  it("stay within a short log", () =>
    expect(rowWindow({ count: 3, scrollTop: 0, height })).toEqual({ first: 0, end: 3, offset: 0 }));

  it("are few, however long the log is", () => {
    const { first, end } = rowWindow({ count: 10_000_000, scrollTop: 15_000_000, height });
    expect(end - first).toBeLessThan(60);
  });
});

describe("a log taller than a browser can draw", () => {
  const count = 10_000_000;
  const last = TALLEST_PX - height;

  it("maps the scrollbar proportionally", () => {
    expect(tallness(count)).toBe(TALLEST_PX);
    expect(topRow({ count, scrollTop: 0, height })).toBe(0);
    expect(topRow({ count, scrollTop: last, height })).toBe(count - height / ROW_PX);
  });

  it("reaches its very last row", () => {
    const window = rowWindow({ count, scrollTop: last, height });
    expect(window.end).toBe(count);
    expect(window.offset + (window.end - window.first) * ROW_PX).toBeLessThanOrEqual(TALLEST_PX);
  });

  it("jumps to a row near enough to see it", () => {
    const scrollTop = scrollFor(7_654_321, { count, height });
    expect(Math.abs(topRow({ count, scrollTop, height }) - 7_654_321)).toBeLessThan(3);
  });
});
