import { onScopeDispose, ref, type Ref } from "vue";
import { useRouter } from "vue-router";

/** j and k walk through the rows, space looks into one, Enter opens it. While looking, j and k change what is looked at. */
export function useRowKeys(ids: () => string[], peeked: Ref<string | null>): Ref<string | null> {
  const router = useRouter();
  const selected = ref<string | null>(null);

  function walk(by: 1 | -1): void {
    const all = ids();
    const at = all.indexOf(peeked.value ?? selected.value ?? "");
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))] ?? null;
    selected.value = next;
    if (peeked.value) peeked.value = next;
    document.querySelector("tr.selected")?.scrollIntoView({ block: "nearest" });
  }
  const pressed = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select")) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (target.closest("a, button")) return;
    else if (event.key === " " && selected.value) peeked.value = selected.value;
    else if (event.key === "Enter" && selected.value) void router.push(`/executions/${selected.value}`);
    else return;
    event.preventDefault();
  };
  window.addEventListener("keydown", pressed);
  onScopeDispose(() => window.removeEventListener("keydown", pressed));
  return selected;
}
