import { onScopeDispose, ref, watch, type Ref } from "vue";
import { refill, withoutSecrets, type Path } from "@/lib/drafts";
import type { Json } from "@/api/types";
import { useSession } from "./useSession";

const QUIET_MS = 400;

interface Kept {
  who: string;
  state: Json;
  left: Path[];
}
export interface DraftForm<T> {
  /** Which form, of what. */
  name: string;
  dirty: Readonly<Ref<boolean>>;
  state: () => T;
  /** `state` without its secrets, and where they were, for forms that are not plain JSON. */
  strip?: (state: T) => { kept: Json; left: Path[] };
  /** Puts secrets of what is saved back in; returns the names of those that are in neither. */
  refill?: (kept: Json, left: Path[]) => string[];
}

/**
 * Keeps what is typed in this tab while it is not saved, so that it is there again after signing in anew or a reload:
 * for the same person only, and never with secrets.
 */
export function useDraft<T>(form: DraftForm<T>) {
  const who = useSession().user.value?.username ?? "";
  const key = `watchbell.draft ${form.name}`;
  /** Names of what could not be kept, once a draft is back in the form. */
  const restored = ref<string[] | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const plain = (): Json => JSON.parse(JSON.stringify(form.state())) as Json;

  function keep(): void {
    clearTimeout(timer);
    const { kept, left } = form.strip ? form.strip(form.state()) : withoutSecrets(plain());
    try {
      sessionStorage.setItem(key, JSON.stringify({ who, state: kept, left } satisfies Kept));
    } catch {
      // Full, or forbidden by the browser: the form itself goes on.
    }
  }
  function drop(): void {
    clearTimeout(timer);
    restored.value = null;
    sessionStorage.removeItem(key);
  }

  /** What was typed before, once the form shows what is saved; null where there is nothing, or it is another's. */
  function restore(): T | null {
    const text = sessionStorage.getItem(key);
    const kept = text ? (JSON.parse(text) as Kept) : null;
    if (!kept || kept.who !== who) {
      if (kept) drop();
      return null;
    }
    restored.value = (form.refill ?? ((state, left) => refill(state, left, plain())))(kept.state, kept.left);
    return kept.state as T;
  }

  watch(() => form.dirty.value && JSON.stringify(form.state()), (now) => {
    clearTimeout(timer);
    if (now === false) drop();
    else timer = setTimeout(keep, QUIET_MS);
  });
  onScopeDispose(() => clearTimeout(timer));
  return { keep, drop, restore, restored };
}
export type Draft = Pick<ReturnType<typeof useDraft>, "keep" | "drop" | "restored">;
