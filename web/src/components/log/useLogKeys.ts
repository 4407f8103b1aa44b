import { onScopeDispose, type Ref } from "vue";
import { isForPage } from "@/composables/useKeys";

interface Targets {
  end: () => unknown;
  start: () => unknown;
  wrap: Ref<boolean>;
  stamps: Ref<boolean>;
}

/** Single letters while no field has the focus: / search, f or G end, g start, w wrap, t time stamps. */
export function useLogKeys(root: Ref<HTMLElement | undefined>, { end, start, wrap, stamps }: Targets): void {
  const actions: Record<string, () => unknown> = {
    "/": () => root.value?.querySelector<HTMLInputElement>("input")?.focus(),
    f: end,
    G: end,
    g: start,
    w: () => (wrap.value = !wrap.value),
    t: () => (stamps.value = !stamps.value),
  };
  const pressed = (event: KeyboardEvent) => {
    if (!isForPage(event)) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  window.addEventListener("keydown", pressed);
  onScopeDispose(() => window.removeEventListener("keydown", pressed));
}
