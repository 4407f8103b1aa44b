import { useI18n } from "vue-i18n";

/** What started an execution, in words; a trigger this version does not know is shown as it is. */
export function useTrigger() {
  const { t, te } = useI18n();
  return (trigger: string): string => (te(`trigger.${trigger}`) ? t(`trigger.${trigger}`) : trigger);
}
export const TRIGGERS = ["schedule", "manual", "rerun", "retry", "dependency", "api", "button", "cli", "import", "pipeline", "resume"] as const;
