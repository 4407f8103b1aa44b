import { computed, onScopeDispose, readonly, ref, shallowRef } from "vue";
import { readStatus } from "@/api/system";
import type { SystemStatus } from "@/api/types";
import { useNow } from "./useNow";

export type Health = "ok" | "slow" | "down" | "unknown";
const EVERY_MS = 5_000;
const AMBER_S = 15;
const RED_S = 30;

const status = shallowRef<SystemStatus | null>(null);
const answeredAt = ref(0);
const failing = ref(false);

async function ask(): Promise<void> {
  try {
    status.value = await readStatus();
    answeredAt.value = Date.now();
    failing.value = false;
  } catch {
    failing.value = true;
  }
}

export function health(age: number | null, failing: boolean): Health {
  if (age === null) return failing ? "down" : "unknown";
  return age > RED_S ? "down" : age > AMBER_S ? "slow" : "ok";
}

/** The zone of the server; times that belong to no task are shown in it. */
export const serverZone = computed(() => status.value?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);

/** How old the scheduler's last beat is. An old answer ages: the value is never green from a cache. */
export function useEngine() {
  const now = useNow();
  const age = computed(() => {
    const told = status.value?.scheduler.age_seconds;
    if (told === undefined || told === null) return null;
    return told + Math.max(0, (now.value.getTime() - answeredAt.value) / 1000);
  });
  return {
    status: readonly(status),
    age,
    failing: readonly(failing),
    health: computed(() => health(age.value, failing.value)),
  };
}

export function watchEngine(): void {
  void ask();
  const timer = setInterval(() => !document.hidden && void ask(), EVERY_MS);
  onScopeDispose(() => clearInterval(timer));
}
