import { inject, onScopeDispose, provide, reactive, watch, type InjectionKey, type WatchSource } from "vue";

const KEY: InjectionKey<Map<string, string>> = Symbol("problems");

/** What the fields below know to be wrong before the server is asked; a form with problems is not sent. */
export function provideProblems(): Map<string, string> {
  const problems = reactive(new Map<string, string>());
  provide(KEY, problems);
  return problems;
}

export function useProblem(id: string, problem: WatchSource<string>): void {
  const problems = inject(KEY, null);
  watch(problem, (text) => (text ? problems?.set(id, text) : problems?.delete(id)), { immediate: true });
  onScopeDispose(() => problems?.delete(id));
}
