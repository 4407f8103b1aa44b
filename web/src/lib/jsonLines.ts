import { pathOf } from "./fieldErrors";

/** Where JSON stops being JSON: the line of the first character that cannot stand there. */
export function lineOfMistake(text: string): number {
  const end = new Reader(text).mistake();
  return lineAt(text, end);
}

/** The line of the value at `path` such as `[2].button_style.type`, or of the nearest one above it; null without any. */
export function lineOf(text: string, path: string): number | null {
  const at = new Reader(text).find(pathOf(path));
  return at === null ? null : lineAt(text, at);
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split("\n").length;
const STRING = /"(?:[^"\\\n]|\\.)*"/y;
const SCALAR = /(?:-?\d[\d.eE+-]*|true|false|null)/y;

/** Walks through JSON and remembers where each value begins. */
class Reader {
  #at = 0;
  readonly #starts = new Map<string, number>();
  constructor(private readonly text: string) {}

  find(path: string[]): number | null {
    this.mistake();
    for (let length = path.length; length > 0; length--) {
      const at = this.#starts.get(path.slice(0, length).join("\0"));
      if (at !== undefined) return at;
    }
    return null;
  }

  mistake(): number {
    if (this.#value([])) this.#space();
    return this.#at;
  }

  #space(): void {
    while (/\s/.test(this.text[this.#at] ?? "")) this.#at++;
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #value(path: string[]): boolean {
    this.#space();
    this.#starts.set(path.join("\0"), this.#at);
    const first = this.text[this.#at];
    if (first === "{" || first === "[") return this.#parts(path, first === "{" ? "}" : "]");
    return this.#take(first === '"' ? STRING : SCALAR) !== null;
  }

  #parts(path: string[], close: "}" | "]"): boolean {
    this.#at++;
    for (let index = 0; ; index++) {
      this.#space();
      if (index === 0 && this.#skip(close)) return true;
      const key = close === "}" ? this.#key() : String(index);
      if (key === null || !this.#value([...path, key])) return false;
      this.#space();
      if (this.#skip(close)) return true;
      if (!this.#skip(",")) return false;
    }
  }

  #key(): string | null {
    const text = this.#take(STRING);
    this.#space();
    return text !== null && this.#skip(":") ? (JSON.parse(text) as string) : null;
  }

  #skip(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}
