import { ref } from "vue";

/** Runs one action at a time: busy from the first press until the answer, so a double click does nothing twice. */
export function useBusy() {
  const busy = ref(false);
  async function run<T>(action: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined;
    busy.value = true;
    try {
      return await action();
    } finally {
      busy.value = false;
    }
  }
  return { busy, run };
}
