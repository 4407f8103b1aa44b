import { describe, expect, it } from "vitest";
import type { LogLine } from "@/api/types";
import { join, LogBook, WINDOW } from "./logBook";

const line = (number: number, more: Partial<LogLine> = {}): LogLine => ({
  line: number, offset: number * 100, time: "2026-11-22T00:00:00Z", stream: "stdout", level: null, text: `line ${number}`, continued: false, code: null, ...more,
});
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => line(from + n));

describe("the lines in memory", () => {
  it("ask only for windows that are not there", () => {
    const book = new LogBook();
    book.put(lines(4501, 5000));
    expect(book.total).toBe(5000);
    expect(book.missing(4900, 5000)).toEqual([]);
    expect(book.missing(4300, 4600)).toEqual([8]);
    expect(book.missing(1, 1200)).toEqual([0, 1, 2]);
  });

  it("take no window for whole that is still growing", () => {
    const book = new LogBook();
    book.put(lines(1, 300));
    book.settle(0);
    expect(book.missing(1, 300)).toEqual([]);
    book.total = 400;
    expect(book.missing(1, 400)).toEqual([0]);
  });

  it("forget the windows looked at least, so that memory stays bounded", () => {
    const book = new LogBook();
    for (let window = 0; window < 100; window += 1) book.put([line(window * WINDOW + 1)]);
    expect(book.get(1)).toBeUndefined();
    expect(book.get(99 * WINDOW + 1)?.text).toBe(`line ${99 * WINDOW + 1}`);
  });

  it("take no harm from a page that comes twice", () => {
    const book = new LogBook();
    book.put(lines(1, 3));
    book.put(lines(1, 3));
    expect(book.get(2)?.text).toBe("line 2");
  });
});

describe("a line in pieces", () => {
  const piece = (offset: number, text: string, continued = true) => line(1, { offset, text, continued });

  it("is joined to one row", () =>
    expect(join([piece(0, "a", false), piece(4096, "b"), piece(8192, "c"), line(2)]).map((row) => row.text)).toEqual(["abc", "line 2"]));

  it("is joined across pages", () => {
    const book = new LogBook();
    book.put([piece(0, "half ", false)]);
    book.put([piece(5, "done")]);
    expect(book.get(1)?.text).toBe("half done");
  });

  it("is put right when its beginning comes after its end", () => {
    const book = new LogBook();
    book.put([piece(4096, "b")]);
    book.put([piece(0, "a", false), piece(4096, "b")]);
    expect(book.get(1)?.text).toBe("ab");
  });

  it("is cut when it is enormous, and says so", () => {
    const row = join(Array.from({ length: 50 }, (_, n) => piece(n * 4096, "x".repeat(10), n > 0)))[0];
    expect(row).toMatchObject({ cut: true, text: "x".repeat(50) });
  });
});
