import { onScopeDispose } from "vue";

/** Ctrl S saves what the page edits. */
export function useSaveKey(save: () => unknown): void {
  const pressed = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  window.addEventListener("keydown", pressed);
  onScopeDispose(() => window.removeEventListener("keydown", pressed));
}
