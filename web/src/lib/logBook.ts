import type { LogLine } from "@/api/types";

export const WINDOW = 500;
const KEPT_WINDOWS = 60;
/** A line longer than this many folded pieces is cut in the view; the download has it whole. */
const PIECES = 5;

export interface Row {
  line: number;
  time: string | null;
  stream: LogLine["stream"];
  level: LogLine["level"];
  text: string;
  /** The byte the first piece starts at, and the byte the last known one does. */
  start: number;
  offset: number;
  pieces: number;
  cut: boolean;
}

const toRow = ({ line, time, stream, level, text, offset }: LogLine): Row => ({
  line, time, stream, level, text, start: offset, offset, pieces: 1, cut: false,
});

function extend(row: Row, piece: LogLine): Row {
  // A page may begin inside a line; what comes before replaces it, and its own pieces follow.
  if (piece.offset < row.start) return toRow(piece);
  if (piece.offset <= row.offset) return row;
  if (row.pieces >= PIECES) return { ...row, cut: true, offset: piece.offset };
  return { ...row, text: row.text + piece.text, offset: piece.offset, pieces: row.pieces + 1 };
}

/** One row for each line: the pieces of a folded line, and the later part of one that was still being written, are joined. */
export function join(items: LogLine[], before: Row[] = []): Row[] {
  const rows = [...before];
  for (const item of items) {
    const last = rows.at(-1);
    if (last?.line === item.line) rows[rows.length - 1] = extend(last, item);
    else rows.push(toRow(item));
  }
  return rows;
}

export const windowOf = (line: number): number => Math.floor((line - 1) / WINDOW);

/** The lines of one log that are in memory, in windows of 500 by line number; the least recently used go first. */
export class LogBook {
  /** The highest line number known to exist. */
  total = 0;
  private readonly windows = new Map<number, Map<number, Row>>();
  private readonly whole = new Set<number>();

  put(items: LogLine[]): void {
    for (const item of items) {
      const window = this.touch(windowOf(item.line));
      const known = window.get(item.line);
      window.set(item.line, known ? extend(known, item) : toRow(item));
      this.total = Math.max(this.total, item.line);
    }
    this.forget();
  }

  get(line: number): Row | undefined {
    return this.windows.get(windowOf(line))?.get(line);
  }

  /** The windows that must be fetched to show lines `first` to `last`. */
  missing(first: number, last: number): number[] {
    const wanted: number[] = [];
    for (let index = windowOf(Math.max(1, first)); index <= windowOf(Math.max(1, last)); index += 1) {
      if (this.windows.has(index)) this.touch(index);
      if (!this.whole.has(index) && !this.complete(index)) wanted.push(index);
    }
    return wanted;
  }

  /** Called when the server has given all it has of a window. */
  settle(index: number): void {
    if ((index + 1) * WINDOW <= this.total) this.whole.add(index);
  }

  clear(): void {
    this.windows.clear();
    this.whole.clear();
    this.total = 0;
  }

  private complete(index: number): boolean {
    const from = index * WINDOW + 1;
    const to = Math.min(this.total, from + WINDOW - 1);
    return (this.windows.get(index)?.size ?? 0) >= to - from + 1;
  }

  private touch(index: number): Map<number, Row> {
    const window = this.windows.get(index) ?? new Map<number, Row>();
    this.windows.delete(index);
    this.windows.set(index, window);
    return window;
  }

  private forget(): void {
    for (const index of this.windows.keys()) {
      if (this.windows.size <= KEPT_WINDOWS) return;
      this.windows.delete(index);
      this.whole.delete(index);
    }
  }
}
