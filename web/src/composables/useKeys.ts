import { readonly, ref } from "vue";

const KEY = "watchbell.letters";
const FIELDS = "input, textarea, select, [contenteditable], [role=menu], [role=listbox]";

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}
const on = ref(remembered());

function set(value: boolean): void {
  on.value = value;
  localStorage.setItem(KEY, value ? "on" : "off");
}

const NOT_LETTERS = new Set(["Enter", " "]);

/** Whether a key without Ctrl or Alt is meant for the page: nobody types, and letters have not been switched off. */
export function isForPage(event: KeyboardEvent, inDialogs = false): boolean {
  const target = event.target as HTMLElement;
  if ((!on.value && !NOT_LETTERS.has(event.key)) || event.ctrlKey || event.metaKey || event.altKey) return false;
  return !target.closest(FIELDS) && (inDialogs || !document.querySelector("dialog[open]"));
}

/** Whether single letters act at all: people who speak to their machine switch them off. */
export const useLetters = () => ({ on: readonly(on), set });
