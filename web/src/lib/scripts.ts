import type { Execution } from "@/api/types";
import type { Script } from "@/api/scriptTypes";

export const SCRIPT_FILTERS = ["q", "type", "folder", "state"] as const;
export const SCRIPT_STATES = ["active", "inactive", "missing", "unusable", "failing", "unused"] as const;
type Filters = Record<(typeof SCRIPT_FILTERS)[number], string>;

const ORIGIN = "script:";
/** The name of the script an execution ran; "" for any other. */
export const scriptOf = ({ origin }: Pick<Execution, "origin">): string => (origin.startsWith(ORIGIN) ? origin.slice(ORIGIN.length) : "");

const FAILING = new Set(["failed", "timeout", "lost"]);
const IS: Record<string, (script: Script) => boolean> = {
  active: (script) => script.is_active && !script.is_missing,
  inactive: (script) => !script.is_active,
  missing: (script) => script.is_missing,
  unusable: (script) => script.problem !== null,
  failing: (script) => FAILING.has(script.last_execution?.status ?? ""),
  unused: (script) => script.buttons + script.used_by_tasks.length === 0,
};

/** Each word of the search must be somewhere in what the row says. */
export function filterScripts(scripts: Script[], { q, type, folder, state }: Filters): Script[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const says = (script: Script) => `${script.name} ${script.description} ${script.script_path} ${script.digest}`.toLowerCase();
  return scripts.filter(
    (script) =>
      words.every((word) => says(script).includes(word)) &&
      (!type || script.script_type === type) &&
      (!folder || script.folder === folder) &&
      (!state || (IS[state]?.(script) ?? true)),
  );
}

const SHORT = 8;
export const shortDigest = (digest: string): string => digest.slice(0, SHORT);

/** The last part of a folder's path, which is what people call it. */
export const folderName = (path: string): string => path.replace(/\/+$/, "").split("/").at(-1) || path;
