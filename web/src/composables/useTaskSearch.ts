import { ref } from "vue";
import { listTasks } from "@/api/tasks";

const MOST = 50;

/** Tasks by part of their name, as options to choose from. The server searches: there may be thousands. */
export function useTaskSearch() {
  const found = ref<{ value: string; label: string }[]>([]);
  const searching = ref(false);

  async function search(q: string): Promise<void> {
    searching.value = true;
    try {
      const { items } = await listTasks({ ...(q ? { q } : {}), limit: MOST });
      found.value = items.map((task) => ({ value: task.task_id, label: `${task.task_name} (${task.task_id})` }));
    } catch {
      found.value = [];
    }
    searching.value = false;
  }
  return { found, searching, search };
}
