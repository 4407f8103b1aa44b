import { onScopeDispose, ref, type Ref } from "vue";
import { useRouter } from "vue-router";
import { isForPage } from "@/composables/useKeys";

interface Rows {
  ids: () => string[];
  /** The page of a row. */
  pageOf: (id: string) => string;
  /** What is looked at; j and k change that, too. */
  peeked?: Ref<string | null>;
  toggle?: (id: string) => void;
}

/**
 * j and k walk through the rows and Enter opens one; space looks into it, or x selects it, where the list has that. Any
 * other letter presses what in the row is marked with it (data-key).
 */
export function useRowKeys({ ids, pageOf, peeked, toggle }: Rows): Ref<string | null> {
  const router = useRouter();
  const selected = ref<string | null>(null);

  function walk(by: 1 | -1): void {
    const all = ids();
    const at = all.indexOf(peeked?.value ?? selected.value ?? "");
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))] ?? null;
    selected.value = next;
    if (peeked?.value) peeked.value = next;
    requestAnimationFrame(() => document.querySelector("tr.selected")?.scrollIntoView({ block: "nearest" }));
  }
  function pressMarked(key: string): boolean {
    const marked = document.querySelector<HTMLElement>(`tr.selected [data-key="${CSS.escape(key)}"]`);
    (marked?.matches("button") ? marked : marked?.querySelector("button"))?.click();
    return Boolean(marked);
  }
  function act(key: string, on: HTMLElement, id: string): boolean {
    if (key === "x" && toggle) toggle(id);
    else if (key.length === 1 && key !== " ") return pressMarked(key);
    else if (on.closest("a, button")) return false;
    else if (key === " " && peeked) peeked.value = id;
    else if (key === "Enter") void router.push(pageOf(id));
    else return false;
    return true;
  }
  const pressed = (event: KeyboardEvent) => {
    const { key } = event;
    if (!isForPage(event, Boolean(peeked?.value))) return;
    const target = event.target as HTMLElement;
    if (key === "j") walk(1);
    else if (key === "k") walk(-1);
    else if (!selected.value || !ids().includes(selected.value) || !act(key, target, selected.value)) return;
    event.preventDefault();
  };
  window.addEventListener("keydown", pressed);
  onScopeDispose(() => window.removeEventListener("keydown", pressed));
  return selected;
}
