import { useI18n } from "vue-i18n";

/** Why an execution left no result, in words; "" where there is nothing to say. */
export function useResultProblem() {
  const { t, te } = useI18n();
  return (code: string): string => (code && te(`resultProblem.${code}`) ? t(`resultProblem.${code}`) : code);
}
