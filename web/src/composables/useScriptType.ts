import { useI18n } from "vue-i18n";

/** What kind of script it is, in words; a kind people made up is shown as it is. */
export function useScriptType() {
  const { t, te } = useI18n();
  return (type: string): string => (te(`scriptType.${type}`) ? t(`scriptType.${type}`) : type);
}
export const SCRIPT_TYPES = ["data_processing", "report", "inspection", "deployment", "maintenance", "system_check"] as const;
