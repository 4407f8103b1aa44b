import { onScopeDispose, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import { onBeforeRouteLeave } from "vue-router";
import { useConfirm } from "./useConfirm";
import type { Draft } from "./useDraft";

/** Asks before unsaved work is left behind. When the session has ended it is put aside instead. */
export function useLeaveGuard(dirty: Readonly<Ref<boolean>>, draft: Draft): void {
  const { t } = useI18n();
  const { ask } = useConfirm();

  onBeforeRouteLeave(async (to) => {
    if (!dirty.value) return true;
    if (to.path === "/login") {
      draft.keep();
      return true;
    }
    const left = await ask({ title: t("form.leaveTitle"), text: t("form.leaveText"), verb: t("form.leave"), keep: t("form.stay") });
    if (left) draft.drop();
    return left;
  });
  const unload = (event: BeforeUnloadEvent) => {
    if (!dirty.value) return;
    draft.keep();
    event.preventDefault();
  };
  window.addEventListener("beforeunload", unload);
  onScopeDispose(() => window.removeEventListener("beforeunload", unload));
}
