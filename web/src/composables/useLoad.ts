import { onScopeDispose, ref, shallowRef } from "vue";

/**
 * Data that is fetched, and fetched again. What was shown stays while a refresh runs or fails; a slow answer to an
 * older question is dropped.
 */
export function useLoad<T>(fetch: (signal: AbortSignal) => Promise<T>) {
  const data = shallowRef<T>();
  const error = shallowRef<unknown>();
  const loading = ref(false);
  let current: AbortController | undefined;

  async function load(): Promise<void> {
    current?.abort();
    const mine = (current = new AbortController());
    loading.value = true;
    try {
      const answer = await fetch(mine.signal);
      if (current !== mine) return;
      data.value = answer;
      error.value = undefined;
    } catch (reason) {
      if (current === mine) error.value = reason;
    }
    if (current === mine) loading.value = false;
  }

  onScopeDispose(() => {
    const pending = current;
    current = undefined;
    pending?.abort();
  });
  return { data, error, loading, load };
}
