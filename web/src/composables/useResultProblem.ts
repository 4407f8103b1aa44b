import { useI18n } from "vue-i18n";

/** Why an execution left no result, and what helps, in words; "" where there is nothing to say. */
export function useResultProblem() {
  const { t, te } = useI18n();
  const worded = (key: string, other: string) => (te(key) ? t(key) : other);
  return {
    problemOf: (code: string): string => code && worded(`resultProblem.${code}`, code),
    hintOf: (code: string): string => code && worded(`resultProblemHint.${code}`, ""),
  };
}
