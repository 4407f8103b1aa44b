import { computed, reactive, ref, shallowRef } from "vue";
import { ApiError } from "@/api/errors";
import { changeScript, readScript } from "@/api/scripts";
import type { ScriptChanges, ScriptDetail } from "@/api/scriptTypes";
import { useDraft } from "@/composables/useDraft";
import { provideProblems } from "@/composables/useProblems";
import { fieldErrors } from "@/lib/fieldErrors";

type Draft = Required<Omit<ScriptChanges, "is_active">>;
const draftOf = ({ description, script_type, timeout, parameters_schema }: ScriptDetail): Draft =>
  structuredClone({ description, script_type, timeout, parameters_schema });

/** What people may change about a script: all but its file. */
export function useScriptForm(id: number) {
  const problems = provideProblems();
  const script = shallowRef<ScriptDetail>();
  const draft = reactive<Draft>({ description: "", script_type: "", timeout: null, parameters_schema: {} });
  const before = ref("");
  const failure = shallowRef<unknown>();
  const tried = ref(false);

  const dirty = computed(() => script.value !== undefined && JSON.stringify(draft) !== before.value);
  const errors = computed(() => (failure.value instanceof ApiError ? fieldErrors(failure.value) : {}));
  const below = (field: string) => (failure.value instanceof ApiError ? fieldErrors(failure.value, field) : {});
  const notices = computed(() => (tried.value ? [...problems.values()] : []));

  const kept = useDraft<Draft>({ name: `script ${id}`, dirty, state: () => draft });

  async function load(): Promise<void> {
    failure.value = undefined;
    try {
      script.value = await readScript(id);
      Object.assign(draft, draftOf(script.value));
      before.value = JSON.stringify(draft);
      Object.assign(draft, kept.restore() ?? {});
    } catch (error) {
      failure.value = error;
    }
  }

  /** The saved script, or null when something is wrong. */
  async function save(): Promise<{ id: number; name: string } | null> {
    failure.value = undefined;
    tried.value = true;
    if (problems.size > 0) return null;
    try {
      const saved = await changeScript(id, JSON.parse(JSON.stringify(draft)) as Draft);
      before.value = JSON.stringify(draft);
      return saved;
    } catch (error) {
      failure.value = error;
      return null;
    }
  }
  return { script, draft, kept, dirty, failure, errors, below, notices, load, save };
}
