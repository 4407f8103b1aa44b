import { computed, reactive, ref, shallowRef } from "vue";
import { ApiError } from "@/api/errors";
import { changeButton, createButton, listButtons, readButton } from "@/api/buttons";
import { listScripts } from "@/api/scripts";
import { readTask } from "@/api/tasks";
import type { ButtonDefinition, PageButton, Script } from "@/api/scriptTypes";
import type { Json, JsonSchema } from "@/api/types";
import { useDraft } from "@/composables/useDraft";
import { provideProblems } from "@/composables/useProblems";
import { BLANK_BUTTON, definitionOf } from "@/lib/buttons";
import { withoutSecrets } from "@/lib/drafts";
import { fieldErrors } from "@/lib/fieldErrors";
import { fieldsOf } from "@/lib/schema";

export interface Start {
  id: number | null;
  copied: number | null;
  script: number | null;
  route: string;
}

const hiddenIn = (schema: JsonSchema | null) => new Set(fieldsOf(schema, "en").filter((field) => field.widget === "password").map((field) => field.name));

/** What is typed into hidden fields is secret, whatever they are called. */
function withoutHidden(button: ButtonDefinition, hidden: Set<string>): ReturnType<typeof withoutSecrets> {
  const { parameters, ...rest } = JSON.parse(JSON.stringify(button)) as ButtonDefinition;
  const shown = Object.fromEntries(Object.entries(parameters).filter(([name]) => !hidden.has(name)));
  const { kept, left } = withoutSecrets({ ...rest, parameters: shown } as unknown as Json);
  return { kept, left: [...left, ...Object.keys(parameters).filter((name) => hidden.has(name)).map((name) => ["parameters", name])] };
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

  const kept = useDraft<ButtonDefinition>({
    name: `button ${start.id ?? ""} ${start.copied ?? ""} ${start.script ?? ""} ${start.route}`,
    dirty,
    state: () => draft,
    strip: () => withoutHidden(draft, hiddenIn(schema.value)),
  });

  async function readSchema(): Promise<void> {
    taskSchema.value = draft.task_id ? await readTask(draft.task_id).then((task) => task.task_parameters, () => null) : null;
  }

  function begin(buttons: PageButton[], found: PageButton | null): void {
    Object.assign(draft, definitionOf(found ?? BLANK_BUTTON));
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
      const typed = kept.restore();
      if (typed) {
        Object.assign(draft, typed);
        await readSchema();
      }
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
  return { draft, kept, scripts, routes, script, schema, loading, failure, dirty, errors, below, load, runs, save };
}
export type ButtonForm = ReturnType<typeof useButtonForm>;
