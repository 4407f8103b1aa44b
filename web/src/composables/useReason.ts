import { useI18n } from "vue-i18n";
import type { Execution } from "@/api/types";
import { visible } from "@/lib/bidi";

type Facts = Pick<Execution, "status" | "reason" | "error_message" | "return_code">;

/** Why an execution ended as it did, in one line. The server's own sentence goes first; a bare code gets our words. */
export function useReason() {
  const { t, te } = useI18n();
  return ({ status, reason, error_message, return_code }: Facts): string => {
    if (error_message) return visible(error_message.trim().split("\n").at(0) ?? "");
    if (status === "success" || status === "running") return "";
    if (reason === "exit_code" && return_code !== null) return t("reason.exit", { code: return_code });
    if (reason === "signal" && return_code !== null) return t("reason.signalled", { signal: Math.abs(return_code) });
    if (!reason) return "";
    return te(`reason.${reason}`) ? t(`reason.${reason}`) : reason;
  };
}
