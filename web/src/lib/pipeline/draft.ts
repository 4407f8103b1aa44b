/** The text of a pipeline without its secrets, for the time in which nobody is signed in. */
import { isScalar, parseDocument, visit, type Document } from "yaml";
import { isSecret, type Path } from "@/lib/drafts";

const LINE = /^(\s*(?:-\s+)?["']?([\w-]+)["']?\s*:\s*)(\S.*)$/gm;

/** A text without secrets stays as it was written; one that cannot be read is gone through line by line. */
export function textWithoutSecrets(text: string): { text: string; left: Path[] } {
  const left: Path[] = [];
  const doc = parseDocument(text);
  if (doc.errors.length) {
    const kept = text.replace(LINE, (line, start: string, name: string, value: string) => {
      if (!isSecret(name, value)) return line;
      left.push([name]);
      return start;
    });
    return { text: kept, left };
  }
  for (const path of secretsIn(doc)) {
    doc.setIn(path, "");
    left.push(path);
  }
  return { text: left.length ? doc.toString({ lineWidth: 100 }) : text, left };
}

function secretsIn(doc: Document): Path[] {
  const found: Path[] = [];
  visit(doc, {
    Pair(_, pair, ancestors) {
      const path = [...pathOf(ancestors as unknown[], pair)];
      if (isScalar(pair.value) && isSecret(String(path.at(-1)), pair.value.value)) found.push(path);
    },
  });
  return found;
}

/** The keys and numbers that lead to `pair`. */
function pathOf(ancestors: unknown[], pair: unknown): Path {
  const chain = [...ancestors, pair];
  return chain.flatMap((node, at): Path => {
    const key = (node as { key?: unknown }).key;
    if (key !== undefined) return [isScalar(key) ? String(key.value) : String(key)];
    const parent = chain[at - 1] as { items?: unknown[] } | undefined;
    const place = parent?.items?.indexOf(node) ?? -1;
    return place >= 0 ? [place] : [];
  });
}

/** Puts the secrets of `before` back where the same step has them; the names of the others are returned. */
export function refillText(text: string, left: Path[], before: string): { text: string; lost: string[] } {
  const doc = parseDocument(text);
  const old = parseDocument(before);
  const name = (path: Path) => path.filter((part) => typeof part === "string").join(".");
  if (doc.errors.length || old.errors.length) return { text, lost: left.map(name) };
  const lost = left.filter((path) => {
    const step = path.slice(0, 2);
    const value = old.getIn(path);
    if (value === undefined || doc.getIn([...step, "id"]) !== old.getIn([...step, "id"])) return true;
    doc.setIn(path, value);
    return false;
  });
  return { text: lost.length < left.length ? doc.toString({ lineWidth: 100 }) : text, lost: lost.map(name) };
}
