import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import { listExecutions } from "@/api/executions";
import { listTasks } from "@/api/tasks";
import type { Execution, Task } from "@/api/types";
import type { IconName } from "@/components/icons";

export interface Choice {
  to: string;
  label: string;
  icon?: IconName;
  execution?: Execution;
  /** Beside the label: an id, say. */
  more?: string;
}
export interface ChoiceGroup {
  key: "pages" | "tasks" | "executions";
  choices: Choice[];
}

const PAGES: { to: string; key: string; icon: IconName }[] = [
  { to: "/", key: "nav.tasks", icon: "tasks" },
  { to: "/tasks/new", key: "tasks.new", icon: "plus" },
  { to: "/pipelines", key: "nav.pipelines", icon: "pipelines" },
  { to: "/pipelines/new", key: "pipelines.new", icon: "plus" },
  { to: "/executions", key: "nav.executions", icon: "history" },
  { to: "/scripts", key: "nav.scripts", icon: "script" },
  { to: "/buttons", key: "nav.buttons", icon: "script" },
  { to: "/button-keys", key: "nav.buttonKeys", icon: "script" },
];
const WAIT_MS = 150;
const FEW = 6;
const WEEK_MS = 7 * 86_400_000;
/** So that a search in a long history looks at the latest part alone. */
const since = () => new Date(Math.floor((Date.now() - WEEK_MS) / 60_000) * 60_000).toISOString();

/** What can be gone to: pages, tasks and the latest executions whose names have `text` in them. */
export function usePalette() {
  const { t } = useI18n();
  const text = ref("");
  const tasks = shallowRef<Task[]>([]);
  const executions = shallowRef<Execution[]>([]);
  const searching = ref(false);
  const error = shallowRef<unknown>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: AbortController | undefined;

  async function search(q: string): Promise<void> {
    asked?.abort();
    const mine = (asked = new AbortController());
    searching.value = true;
    try {
      const [found, ran] = await Promise.all([
        q ? listTasks({ q, limit: FEW }, mine.signal) : null,
        listExecutions({ ...(q ? { q } : {}), from: since(), limit: FEW } as never, mine.signal),
      ]);
      if (asked !== mine) return;
      [tasks.value, executions.value, error.value] = [found?.items ?? [], ran.items, undefined];
    } catch (reason) {
      if (asked === mine) error.value = reason;
    }
    if (asked === mine) searching.value = false;
  }
  watch(text, (value) => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS, value.trim());
  });
  void search("");
  onScopeDispose(() => {
    clearTimeout(timer);
    asked?.abort();
  });

  const groups = computed<ChoiceGroup[]>(() => {
    const wanted = text.value.trim().toLowerCase();
    const pages = PAGES.map(({ to, key, icon }) => ({ to, icon, label: t(key) })).filter(({ label }) => label.toLowerCase().includes(wanted));
    const all: ChoiceGroup[] = [
      { key: "tasks", choices: tasks.value.map((task) => ({ to: `/tasks/${task.task_id}/view`, icon: "tasks", label: task.task_name, more: task.task_id })) },
      { key: "pages", choices: pages },
      { key: "executions", choices: executions.value.map((one) => ({ to: `/executions/${one.execution_id}`, label: one.name, more: one.short_id, execution: one })) },
    ];
    return all.filter(({ choices }) => choices.length);
  });
  return { text, groups, searching, error };
}
