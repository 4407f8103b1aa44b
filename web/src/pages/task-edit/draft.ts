import type { TaskDefinition } from "@/api/types";

// What was typed when the session ended waits here until the same person is back on the page.
const keyOf = (id: string | null) => `watchbell.draft.${id ?? ""}`;

export const keepDraft = (id: string | null, definition: TaskDefinition): void =>
  sessionStorage.setItem(keyOf(id), JSON.stringify(definition));

export const dropDraft = (id: string | null): void => sessionStorage.removeItem(keyOf(id));

export function takeDraft(id: string | null): TaskDefinition | null {
  const text = sessionStorage.getItem(keyOf(id));
  dropDraft(id);
  return text ? (JSON.parse(text) as TaskDefinition) : null;
}
