import { onScopeDispose, ref } from "vue";
import { useRouter } from "vue-router";
import { isForPage } from "./useKeys";

/** Where "g" and a letter lead. */
export const GOES = { h: "/", p: "/pipelines", e: "/executions", s: "/scripts", b: "/buttons" } as const;
const SOON_MS = 1200;

/** Keys that act on every page; `open` is what lies over it. */
export function useShellKeys() {
  const router = useRouter();
  const open = ref<"search" | "keys" | null>(null);
  let went = 0;

  function toggleSearch(event: KeyboardEvent): void {
    event.preventDefault();
    if (open.value === "search") open.value = null;
    else if (!document.querySelector("dialog[open]")) open.value = "search";
  }
  function find(event: KeyboardEvent): void {
    const field = document.querySelector<HTMLInputElement>("main [role=search] input, main .search input");
    if (!field) return;
    event.preventDefault();
    field.focus();
  }
  function go(event: KeyboardEvent): void {
    const soon = Date.now() - went < SOON_MS;
    went = event.key === "g" ? Date.now() : 0;
    const to = GOES[event.key as keyof typeof GOES];
    if (!soon || !to) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void router.push(to);
  }
  const pressed = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") return toggleSearch(event);
    if (!isForPage(event)) return;
    if (event.key === "?") open.value = "keys";
    else if (event.key === "/") find(event);
    else go(event);
  };
  // Before the keys of the page: the letter after "g" is not theirs.
  window.addEventListener("keydown", pressed, true);
  onScopeDispose(() => window.removeEventListener("keydown", pressed, true));
  return { open };
}
