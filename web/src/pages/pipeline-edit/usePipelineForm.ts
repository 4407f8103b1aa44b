import { computed, ref, shallowRef, watch } from "vue";
import { ApiError } from "@/api/errors";
import { checkPipeline, type Problem } from "@/api/pipelines";
import { createTask, readTask, replaceTask } from "@/api/tasks";
import type { Json, JsonObject, Task } from "@/api/types";
import { useDraft } from "@/composables/useDraft";
import { refillText, textWithoutSecrets } from "@/lib/pipeline/draft";
import { read, write } from "@/lib/pipeline/document";
import { slug } from "@/pages/task-edit/definition";

const QUIET_MS = 250;
const BLANK = "# The steps of the pipeline, each with an id.\nsteps: []\n";

interface Typed {
  name: string;
  taskId: string;
  text: string;
  version: number | null;
}

/** A pipeline being edited: one text, which the graph and the YAML show, and the task it belongs to. */
export function usePipelineForm(id: string | null) {
  const name = ref("");
  const taskId = ref(id ?? "");
  const idTouched = ref(id !== null);
  const text = ref(BLANK);
  const saved = ref("");
  const loading = ref(id !== null);
  const failure = shallowRef<unknown>(null);
  const task = shallowRef<Task | null>(null);
  const checked = shallowRef<Problem[]>([]);
  const checking = ref(false);

  const reading = computed(() => read(text.value));
  const state = () => JSON.stringify([name.value, taskId.value, text.value]);
  const dirty = computed(() => !loading.value && saved.value !== state());
  const problems = computed<Problem[]>(() => (reading.value.problem ? [] : checked.value));

  const draft = useDraft<Typed>({
    name: `pipeline ${id ?? ""}`,
    dirty,
    state: () => ({ name: name.value, taskId: taskId.value, text: text.value, version: task.value?.version ?? null }),
    strip(typed) {
      const safe = textWithoutSecrets(typed.text);
      return { kept: { ...typed, text: safe.text } as unknown as Json, left: safe.left };
    },
    refill(kept, left) {
      const typed = kept as unknown as Typed;
      const back = refillText(typed.text, left, text.value);
      typed.text = back.text;
      return back.lost;
    },
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: AbortController | undefined;
  watch(text, () => {
    clearTimeout(timer);
    checking.value = true;
    timer = setTimeout(check, QUIET_MS);
  });

  async function check(): Promise<void> {
    asked?.abort();
    const mine = (asked = new AbortController());
    if (!reading.value.problem) {
      const found = await checkPipeline(text.value, id ?? "", task.value?.task_parameters ?? null, mine.signal).catch(() => null);
      if (asked !== mine) return;
      if (found) checked.value = found;
    }
    checking.value = false;
  }

  async function load(): Promise<void> {
    failure.value = null;
    try {
      text.value = BLANK;
      if (id) {
        task.value = await readTask(id);
        name.value = task.value.task_name;
        text.value = write(task.value.task_config);
      }
      saved.value = state();
      const typed = draft.restore();
      if (typed) takeUp(typed);
      loading.value = false;
      await check();
    } catch (error) {
      failure.value = error;
    }
  }

  /** The saved task, or null where something is wrong. */
  async function save(): Promise<Task | null> {
    failure.value = null;
    const config = reading.value.definition;
    if (!config) return null;
    try {
      const answer = task.value ? await replaceTask(task.value.task_id, changed(task.value, config), task.value.version) : await createTask(fresh(config));
      task.value = answer;
      saved.value = state();
      return answer;
    } catch (error) {
      if (error instanceof ApiError && error.status === 422) checked.value = error.errors.map(({ field, message }) => ({ field: field ?? "", message }));
      failure.value = error;
      return null;
    }
  }

  const changed = (old: Task, task_config: JsonObject) => {
    const definition = Object.fromEntries(Object.entries(old).filter(([key]) => key.startsWith("task_")));
    return { ...definition, task_name: name.value, task_config } as Partial<Task>;
  };
  const fresh = (task_config: JsonObject) => ({ task_id: taskId.value, task_name: name.value, task_type: "pipeline", task_config });

  const named = (value: string) => {
    name.value = value;
    if (!idTouched.value) taskId.value = slug(value);
  };
  /** Based on the version it was begun with, so that what others saved since is noticed. */
  function takeUp(typed: Typed): void {
    name.value = typed.name;
    taskId.value = typed.taskId;
    text.value = typed.text;
    if (task.value && typed.version !== null) task.value = { ...task.value, version: typed.version };
  }

  return { draft, name, taskId, idTouched, text, reading, problems, checking, loading, failure, task, dirty, load, save, named };
}
