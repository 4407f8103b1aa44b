import { computed, ref, watch, type ComputedRef } from "vue";
import { listExecutions, readExecution } from "@/api/executions";
import type { ExecutionQuery } from "@/api/types";
import { TERMINAL, type Execution } from "@/api/types";
import { useLoad } from "@/composables/useLoad";
import { useRefresh } from "@/composables/useRefresh";

const STRAGGLERS = 10;

/** New facts about rows that are shown; rows nobody has seen yet are only counted, so that nothing jumps. */
export function merge(shown: Execution[], fresh: Execution[]): { items: Execution[]; unseen: number } {
  const byId = new Map(fresh.map((one) => [one.execution_id, one]));
  const items = shown.map((one) => byId.get(one.execution_id) ?? one);
  const newest = shown[0]?.execution_id ?? "";
  return { items, unseen: fresh.filter((one) => one.execution_id > newest).length };
}

/** A page of the history, whose rows stay where they are while their facts are kept fresh. */
export function useExecutions(query: ComputedRef<ExecutionQuery>) {
  const { data, error, loading, load } = useLoad((signal) => listExecutions(query.value, signal));
  const unseen = ref(0);

  async function reload(): Promise<void> {
    unseen.value = 0;
    await load();
  }

  /** Rows that newer ones have pushed off the page are asked for one by one while they are not finished. */
  async function stragglers(items: Execution[], fresh: Execution[]): Promise<Execution[]> {
    const known = new Set(fresh.map((one) => one.execution_id));
    const open = items.filter((one) => !TERMINAL.has(one.status) && !known.has(one.execution_id)).slice(0, STRAGGLERS);
    const answers = await Promise.allSettled(open.map((one) => readExecution(one.execution_id)));
    return answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  }

  async function refresh(): Promise<void> {
    const before = data.value;
    if (!before || before.items.length === 0) return reload();
    const asked = query.value;
    try {
      const page = await listExecutions(asked);
      const late = await stragglers(before.items, page.items);
      if (asked !== query.value || data.value !== before) return;
      const merged = merge(before.items, [...page.items, ...late]);
      data.value = { ...before, items: merged.items };
      unseen.value = asked.cursor ? 0 : merged.unseen;
      error.value = undefined;
    } catch (reason) {
      error.value = reason;
    }
  }

  watch(() => JSON.stringify(query.value), reload);
  void reload();
  useRefresh({ executions: "all" }, refresh, (event) => event.type === "execution");
  return { data, error, loading, unseen, reload, items: computed(() => data.value?.items ?? []), next: computed(() => data.value?.next_cursor ?? null) };
}
