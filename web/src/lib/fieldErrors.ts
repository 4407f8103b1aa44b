import type { ApiError } from "@/api/errors";

/** The messages of a refusal by field. With `under`, only what lies below that field, by the rest of its path. */
export function fieldErrors(error: ApiError, under = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field, message } of error.errors) {
    if (!field) continue;
    if (!under) found[field] ??= message;
    else if (field.startsWith(`${under}.`)) found[field.slice(under.length + 1)] ??= message;
  }
  return found;
}
