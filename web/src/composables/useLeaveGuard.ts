import { onScopeDispose, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import { onBeforeRouteLeave } from "vue-router";
import { useConfirm } from "./useConfirm";

/** Asks before unsaved work is left behind. When the session has ended `keep` puts it aside instead. */
export function useLeaveGuard(dirty: Readonly<Ref<boolean>>, keep: () => void): void {
  const { t } = useI18n();
  const { ask } = useConfirm();

  onBeforeRouteLeave((to) => {
    if (!dirty.value) return true;
    if (to.path === "/login") {
      keep();
      return true;
    }
    return ask({ title: t("form.leaveTitle"), text: t("form.leaveText"), verb: t("form.leave"), keep: t("form.stay") });
  });
  const unload = (event: BeforeUnloadEvent) => dirty.value && event.preventDefault();
  window.addEventListener("beforeunload", unload);
  onScopeDispose(() => window.removeEventListener("beforeunload", unload));
}
