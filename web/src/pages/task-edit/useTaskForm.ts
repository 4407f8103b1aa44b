import { computed, inject, provide, reactive, ref, shallowRef, type InjectionKey } from "vue";
import { useI18n } from "vue-i18n";
import { ApiError } from "@/api/errors";
import { createTask, readTask, replaceTask } from "@/api/tasks";
import type { Json, JsonObject, Task, TaskDefinition } from "@/api/types";
import { useDraft } from "@/composables/useDraft";
import { provideProblems } from "@/composables/useProblems";
import { fieldErrors } from "@/lib/fieldErrors";
import { fromRows, toRows, type ScheduleRow } from "@/lib/schedule";
import { isSecret, refill, withoutSecrets, type Path } from "@/lib/drafts";
import * as env from "@/lib/env";
import { BLANK, copyOf, definitionOf, differing, payload, slug } from "./definition";

interface Typed {
  task: TaskDefinition;
  schedules: ScheduleRow[];
  variables: env.EnvRow[];
  version: number | null;
  idTouched: boolean;
}

/** Variables are rows here, of which two may have the same name. */
function stripped(typed: Typed): { kept: Json; left: Path[] } {
  const { variables, ...rest } = JSON.parse(JSON.stringify({ ...typed, task: { ...typed.task, task_env: {} } })) as Typed;
  const { kept, left } = withoutSecrets(rest as unknown as Json);
  const secret = ({ key, value }: env.EnvRow) => isSecret(key, value);
  const safe = variables.map((row) => (secret(row) ? { ...row, value: "" } : row));
  return { kept: { ...(kept as JsonObject), variables: safe as unknown as Json }, left: [...left, ...variables.filter(secret).map(({ key }) => ["task_env", key])] };
}

function refilled(typed: Typed, left: Path[], before: TaskDefinition): string[] {
  const inForm = left.filter(([first]) => first !== "task_env");
  const lost = refill(typed as unknown as Json, inForm, { task: before } as unknown as Json);
  const names = left.filter(([first]) => first === "task_env").map(([, name]) => String(name));
  for (const row of typed.variables) if (names.includes(row.key) && !row.value) row.value = before.task_env[row.key] ?? "";
  return [...lost, ...names.filter((name) => !before.task_env[name])];
}

/** Everything the form of one task knows. Schedules and variables are edited as rows and joined again to be sent. */
export function createTaskForm(id: string | null, copied: string | null) {
  const { t } = useI18n();
  const problems = provideProblems();
  const task = reactive<TaskDefinition>(definitionOf(BLANK));
  const schedules = ref<ScheduleRow[]>([]);
  const variables = ref<env.EnvRow[]>([]);
  const version = ref<number | null>(null);
  const saved = ref("");
  const loading = ref(true);
  const failure = shallowRef<unknown>(null);
  const theirs = shallowRef<Task | null>(null);
  const idTouched = ref(id !== null || copied !== null);

  const current = (): TaskDefinition => ({
    ...JSON.parse(JSON.stringify(task)),
    task_schedule: fromRows(schedules.value),
    task_env: env.toEnv(variables.value),
  });
  const dirty = computed(() => !loading.value && JSON.stringify(current()) !== saved.value);
  const errors = computed(() => (failure.value instanceof ApiError ? fieldErrors(failure.value) : {}));
  const below = (field: string) => (failure.value instanceof ApiError ? fieldErrors(failure.value, field) : {});

  const draft = useDraft<Typed>({
    name: `task ${id ?? ""} ${copied ?? ""}`,
    dirty,
    state: () => ({ task, schedules: schedules.value, variables: variables.value, version: version.value, idTouched: idTouched.value }),
    strip: stripped,
    refill: (kept, left) => refilled(kept as unknown as Typed, left, current()),
  });

  function fill(definition: TaskDefinition): void {
    Object.assign(task, definitionOf(definition));
    schedules.value = toRows(definition.task_schedule);
    variables.value = env.toRows(definition.task_env);
  }

  async function load(): Promise<void> {
    loading.value = true;
    failure.value = null;
    try {
      const source = id ?? copied;
      const found = source ? await readTask(source) : null;
      if (id && found) version.value = found.version;
      const start = found && copied ? copyOf(found, t("form.copyOf", { name: found.task_name })) : (found ?? BLANK);
      fill(start);
      saved.value = JSON.stringify(current());
      const typed = draft.restore();
      if (typed) takeUp(typed);
      loading.value = false;
    } catch (error) {
      failure.value = error;
    }
  }

  /** Based on the version it was begun with, so that what others saved since is noticed. */
  function takeUp(typed: Typed): void {
    Object.assign(task, definitionOf(typed.task));
    schedules.value = typed.schedules;
    variables.value = typed.variables;
    version.value = typed.version;
    idTouched.value = typed.idTouched;
  }

  /** The saved task, or null when something is wrong; `over` saves over a newer version on purpose. */
  async function save(over = false): Promise<Task | null> {
    failure.value = null;
    if (problems.size > 0) return null;
    try {
      const body = payload(current());
      const based = over ? (theirs.value?.version ?? version.value) : version.value;
      const answer = id ? await replaceTask(id, body, based ?? 0) : await createTask(body);
      saved.value = JSON.stringify(current());
      theirs.value = null;
      return answer;
    } catch (error) {
      if (id && error instanceof ApiError && error.status === 412) theirs.value = await readTask(id).catch(() => null);
      failure.value = error;
      return null;
    }
  }

  function takeTheirs(): void {
    if (!theirs.value) return;
    version.value = theirs.value.version;
    fill(theirs.value);
    saved.value = JSON.stringify(current());
    theirs.value = failure.value = null;
  }

  const named = (name: string) => {
    task.task_name = name;
    if (!idTouched.value) task.task_id = slug(name);
  };
  return {
    id, task, schedules, variables, loading, failure, theirs, dirty, errors, below, problems, idTouched, load, save, takeTheirs, named,
    conflicts: computed(() => (theirs.value ? differing(current(), definitionOf(theirs.value)) : [])),
    draft,
  };
}

export type TaskForm = ReturnType<typeof createTaskForm>;
const KEY: InjectionKey<TaskForm> = Symbol("task form");

export const provideTaskForm = (form: TaskForm): void => provide(KEY, form);
export function useTaskForm(): TaskForm {
  const form = inject(KEY);
  if (!form) throw new Error("not inside a task form");
  return form;
}
