import { useI18n } from "vue-i18n";
import { useToasts } from "./useToasts";

/** The clipboard is closed on plain http away from localhost; a selection still works there. */
export function useCopy() {
  const { t } = useI18n();
  const { show } = useToasts();
  return async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      show(t("common.copied"));
    } catch {
      show(t("common.notCopied"), { kind: "error" });
    }
  };
}
