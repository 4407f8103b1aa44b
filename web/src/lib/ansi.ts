import { AnsiUp } from "ansi_up";

export interface Segment {
  text: string;
  classes: string;
}

interface Colour {
  rgb: number[];
  class_name: string;
}
interface Fragment {
  text: string;
  bold: boolean;
  faint: boolean;
  italic: boolean;
  underline: boolean;
  fg: Colour | null;
  bg: Colour | null;
}
/** The two steps of ansi_up that make HTML; we take its fragments instead, so that log text is only ever text. */
interface Parser {
  ansi_to_html(text: string): string;
  transform_to_html(fragment: Fragment): string;
  process_hyperlink(link: { text: string }): string;
  with_state(part: { text: string }): Fragment;
}

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** The base colour nearest to a 24-bit one: our eight are tuned for contrast on both grounds. */
function nearest([red = 0, green = 0, blue = 0]: number[]): string {
  const brightest = Math.max(red, green, blue);
  if (brightest - Math.min(red, green, blue) < 32) return brightest < 96 ? "ansi-black" : "ansi-white";
  const lit = (channel: number) => (channel > brightest * 0.6 ? 1 : 0);
  return `ansi-${NAMES[lit(red) + 2 * lit(green) + 4 * lit(blue)]}`;
}

const nameOf = (colour: Colour) => (colour.class_name === "truecolor" ? nearest(colour.rgb) : colour.class_name);

function classesOf({ bold, faint, italic, underline, fg, bg }: Fragment): string {
  const names = [bold && "ansi-bold", faint && "ansi-faint", italic && "ansi-italic", underline && "ansi-underline"];
  return [...names, fg && `${nameOf(fg)}-fg`, bg && `${nameOf(bg)}-bg`].filter(Boolean).join(" ");
}

/** A line with escape sequences, as pieces of text with class names. */
export function segments(line: string): Segment[] {
  if (!line.includes("\x1b")) return [{ text: line, classes: "" }];
  const found: Segment[] = [];
  const parser = new AnsiUp() as unknown as Parser;
  parser.transform_to_html = (fragment) => {
    if (fragment.text) found.push({ text: fragment.text, classes: classesOf(fragment) });
    return "";
  };
  parser.process_hyperlink = (link) => parser.transform_to_html(parser.with_state(link));
  parser.ansi_to_html(line);
  return found;
}

/** A progress bar rewrites its line with carriage returns; only its last state is shown. */
export function lastState(text: string): string {
  const trimmed = text.replace(/\r+$/, "");
  return trimmed.slice(trimmed.lastIndexOf("\r") + 1);
}

/** Cuts segments where a search term matches, so that the match can be marked. */
export function markMatches(parts: Segment[], term: string): (Segment & { match: boolean })[] {
  const needle = term.toLowerCase();
  return parts.flatMap(({ text, classes }) => {
    const pieces: (Segment & { match: boolean })[] = [];
    const lower = text.toLowerCase();
    let from = 0;
    for (let at = needle ? lower.indexOf(needle) : -1; at >= 0; at = lower.indexOf(needle, from)) {
      if (at > from) pieces.push({ text: text.slice(from, at), classes, match: false });
      from = at + needle.length;
      pieces.push({ text: text.slice(at, from), classes, match: true });
    }
    if (from < text.length) pieces.push({ text: text.slice(from), classes, match: false });
    return pieces;
  });
}
