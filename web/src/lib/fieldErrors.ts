import type { ApiError } from "@/api/errors";

/** "task_schedule[1].cron" → ["task_schedule", "1", "cron"] */
export const pathOf = (field: string): string[] => field.split(/[.[\]]+/).filter(Boolean);

/**
 * The first message of a refusal for each field. With `under`, for each field below that one:
 * "parameters.hosts[2]" counts for `hosts`.
 */
export function fieldErrors(error: ApiError, under = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field, message, hint } of error.errors) {
    const path = pathOf(field ?? "");
    const name = under ? (path[0] === under ? path[1] : undefined) : path[0];
    if (name) found[name] ??= [message, hint].filter(Boolean).join(" ");
  }
  return found;
}
