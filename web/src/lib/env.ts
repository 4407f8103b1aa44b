export interface EnvRow {
  key: string;
  value: string;
}
export type EnvProblem = "empty" | "illegal" | "duplicate" | "reserved";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const RESERVED = /^(LD_|PYTHON|BASH_FUNC_)|^(BASH_ENV|ENV|PATH|IFS)$/;

/** What is wrong with each name, by row. Reserved names are refused by the server unless an administrator allows them. */
export function problems(rows: EnvRow[]): (EnvProblem | null)[] {
  const seen = new Map<string, number>();
  for (const { key } of rows) seen.set(key, (seen.get(key) ?? 0) + 1);
  return rows.map(({ key, value }) => {
    if (key === "") return value === "" ? null : "empty";
    if (!NAME.test(key)) return "illegal";
    if ((seen.get(key) ?? 0) > 1) return "duplicate";
    return RESERVED.test(key) ? "reserved" : null;
  });
}

export const toRows = (env: Record<string, string>): EnvRow[] =>
  Object.entries(env).map(([key, value]) => ({ key, value }));

export const toEnv = (rows: EnvRow[]): Record<string, string> =>
  Object.fromEntries(rows.filter(({ key }) => key !== "").map(({ key, value }) => [key, value]));

function unquote(raw: string): string {
  const text = raw.trim();
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  if (double) return (double[1] ?? "").replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
  const single = /^'([^']*)'/.exec(text);
  return single ? (single[1] ?? "") : text.replace(/\s+#.*$/, "");
}

function parseDotEnv(text: string): EnvRow[] {
  const rows: EnvRow[] = [];
  for (const line of text.split(/\r?\n/)) {
    const found = /^\s*(?:export\s+)?([^=#\s]+)\s*=(.*)$/.exec(line);
    if (found) rows.push({ key: found[1] ?? "", value: unquote(found[2] ?? "") });
  }
  return rows;
}

/** Reads `NAME=value` lines or a JSON object; null when it is neither. */
export function parse(text: string): EnvRow[] | null {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) {
    try {
      const object = JSON.parse(trimmed) as Record<string, unknown>;
      return Object.entries(object).map(([key, value]) => ({
        key,
        value: typeof value === "string" ? value : JSON.stringify(value),
      }));
    } catch {
      return null;
    }
  }
  const rows = parseDotEnv(text);
  return rows.length > 0 || trimmed === "" ? rows : null;
}

const plain = (value: string) => /^[^\s"'#\\]*$/.test(value);
const quoted = (value: string) => `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;

export const toText = (rows: EnvRow[]): string =>
  rows.map(({ key, value }) => `${key}=${plain(value) ? value : quoted(value)}`).join("\n");
