import { computed, shallowRef, watch } from "vue";
import type { Task } from "@/api/types";

/** The tasks that are selected, also those of other pages; their facts are as fresh as the list. */
export function useSelection(tasks: () => Task[]) {
  const chosen = shallowRef(new Map<string, Task>());
  const set = (change: (map: Map<string, Task>) => void) => {
    const next = new Map(chosen.value);
    change(next);
    chosen.value = next;
  };
  watch(tasks, (fresh) => {
    const known = fresh.filter((task) => chosen.value.has(task.task_id));
    if (known.length) set((map) => known.forEach((task) => map.set(task.task_id, task)));
  });

  const here = computed(() => tasks().filter((task) => chosen.value.has(task.task_id)).length);
  return {
    chosen: computed(() => [...chosen.value.values()]),
    has: (id: string) => chosen.value.has(id),
    here,
    all: computed(() => here.value > 0 && here.value === tasks().length),
    toggle: (task: Task) => set((map) => (map.has(task.task_id) ? map.delete(task.task_id) : map.set(task.task_id, task))),
    toggleAll: (on: boolean) => set((map) => tasks().forEach((task) => (on ? map.set(task.task_id, task) : map.delete(task.task_id)))),
    drop: (ids: string[]) => set((map) => ids.forEach((id) => map.delete(id))),
    clear: () => (chosen.value = new Map()),
  };
}
