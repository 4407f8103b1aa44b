/** Which rows of a very long list are on the screen. Rows have one height, so this is arithmetic. */

export const ROW_PX = 20;
/** Chromium caps an element at 33,554,428 px; beyond this the scrollbar maps proportionally. */
export const TALLEST_PX = 30_000_000;

export interface Viewport {
  count: number;
  scrollTop: number;
  height: number;
}
export interface Window {
  first: number;
  /** One past the last row. */
  end: number;
  /** Where the first row is drawn, in px from the top of the tall element. */
  offset: number;
}

const OVERSCAN = 10;

export const tallness = (count: number): number => Math.min(count * ROW_PX, TALLEST_PX);

const scaled = (count: number) => count * ROW_PX > TALLEST_PX;

/** The first row fully in view. */
export function topRow({ count, scrollTop, height }: Viewport): number {
  if (!scaled(count)) return Math.floor(scrollTop / ROW_PX);
  const share = scrollTop / (TALLEST_PX - height);
  return Math.floor(Math.min(1, share) * Math.max(0, count - Math.floor(height / ROW_PX)));
}

export function rowWindow(view: Viewport): Window {
  const top = topRow(view);
  const visible = Math.ceil(view.height / ROW_PX) + 1;
  const first = Math.max(0, top - OVERSCAN);
  const end = Math.min(view.count, top + visible + OVERSCAN);
  const offset = scaled(view.count) ? view.scrollTop - (top - first) * ROW_PX : first * ROW_PX;
  return { first, end, offset: Math.max(0, Math.min(offset, tallness(view.count) - (end - first) * ROW_PX)) };
}

/** The scroll position that puts `row` at the top. */
export function scrollFor(row: number, { count, height }: Omit<Viewport, "scrollTop">): number {
  if (!scaled(count)) return row * ROW_PX;
  const last = Math.max(1, count - Math.floor(height / ROW_PX));
  return (Math.min(row, last) / last) * (TALLEST_PX - height);
}
