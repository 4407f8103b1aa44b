import { computed, reactive, ref, shallowRef } from "vue";
import { ApiError } from "@/api/errors";
import { changeButton, createButton, listButtons, readButton } from "@/api/buttons";
import { listScripts } from "@/api/scripts";
import { readTask } from "@/api/tasks";
import type { ButtonDefinition, PageButton, Script } from "@/api/scriptTypes";
import type { JsonSchema } from "@/api/types";
import { provideProblems } from "@/composables/useProblems";
import { BLANK_BUTTON, definitionOf } from "@/lib/buttons";
import { fieldErrors } from "@/lib/fieldErrors";

export interface Start {
  id: number | null;
  copied: number | null;
  script: number | null;
  route: string;
}

/** Everything the form of one button knows. */
export function useButtonForm(start: Start) {
  const problems = provideProblems();
  const draft = reactive<ButtonDefinition>(definitionOf(BLANK_BUTTON));
  const scripts = shallowRef<Script[]>([]);
  const routes = shallowRef<string[]>([]);
  const taskSchema = shallowRef<JsonSchema | null>(null);
  const loading = ref(true);
  const failure = shallowRef<unknown>();
  const before = ref("");

  const script = computed(() => scripts.value.find((one) => one.id === draft.script_id));
  const schema = computed<JsonSchema | null>(() => (draft.script_id === null ? taskSchema.value : (script.value?.parameters_schema ?? null)));
  const dirty = computed(() => !loading.value && JSON.stringify(draft) !== before.value);
  const errors = computed(() => (failure.value instanceof ApiError ? fieldErrors(failure.value) : {}));
  const below = (field: string) => (failure.value instanceof ApiError ? fieldErrors(failure.value, field) : {});

  async function readSchema(): Promise<void> {
    taskSchema.value = draft.task_id ? await readTask(draft.task_id).then((task) => task.task_parameters, () => null) : null;
  }

  function begin(buttons: PageButton[], found: PageButton | null): void {
    if (found) Object.assign(draft, definitionOf(found));
    if (start.script) draft.script_id = start.script;
    if (start.route) draft.page_route = start.route;
    if (!start.id) draft.display_order = 1 + Math.max(0, ...buttons.filter((one) => one.page_route === draft.page_route).map((one) => one.display_order));
  }

  async function load(): Promise<void> {
    failure.value = undefined;
    try {
      const source = start.id ?? start.copied;
      const [allScripts, buttons, found] = await Promise.all([listScripts(), listButtons(), source ? readButton(source) : null]);
      scripts.value = allScripts;
      routes.value = [...new Set(buttons.map((one) => one.page_route))].sort();
      begin(buttons, found);
      await readSchema();
      before.value = JSON.stringify(draft);
      loading.value = false;
    } catch (error) {
      failure.value = error;
    }
  }

  /** What the button runs; the other kind is let go, and parameters of another program mean nothing. */
  async function runs(target: { script_id: number | null } | { task_id: string | null }): Promise<void> {
    Object.assign(draft, { script_id: null, task_id: null, parameters: {} }, target);
    await readSchema();
  }

  async function save(): Promise<PageButton | null> {
    failure.value = undefined;
    if (problems.size > 0) return null;
    const body = JSON.parse(JSON.stringify(draft)) as ButtonDefinition;
    try {
      const saved = start.id ? await changeButton(start.id, body) : await createButton(body);
      before.value = JSON.stringify(draft);
      return saved;
    } catch (error) {
      failure.value = error;
      return null;
    }
  }
  return { draft, scripts, routes, script, schema, loading, failure, dirty, errors, below, load, runs, save };
}
export type ButtonForm = ReturnType<typeof useButtonForm>;
