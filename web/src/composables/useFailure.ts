import { useI18n } from "vue-i18n";
import { ApiError, OfflineError } from "@/api/errors";
import { useToasts } from "./useToasts";

/** Words for anything that went wrong. The server's sentences come already worded. */
export function useFailure() {
  const { t } = useI18n();
  const { show } = useToasts();
  const words = (error: unknown): { text: string; hint?: string; reference?: string } => {
    if (error instanceof ApiError)
      return { text: error.message, hint: error.body.hint ?? undefined, reference: error.requestId ?? undefined };
    if (error instanceof OfflineError) return { text: t("errors.offline"), hint: t("errors.offlineHint") };
    return { text: t("errors.unexpected"), hint: error instanceof Error ? error.message : undefined };
  };
  const toast = (error: unknown) => {
    const { text, hint } = words(error);
    show(text, { kind: "error", hint });
  };
  return { words, toast };
}
