import { useI18n } from "vue-i18n";
import { changeScript } from "@/api/scripts";
import type { Script } from "@/api/scriptTypes";
import { useFailure } from "@/composables/useFailure";
import { useToasts } from "@/composables/useToasts";

/** Lets a script run or not; `changed` gets the script as it now is. */
export function useScriptSwitch(changed: (script: Script) => void) {
  const { t } = useI18n();
  const { show } = useToasts();
  const { toast } = useFailure();

  return async function activate(script: Script, is_active: boolean, undo = true): Promise<void> {
    changed({ ...script, is_active });
    try {
      await changeScript(script.id, { is_active });
      if (!undo) return;
      show(t(is_active ? "scripts.activeNow" : "scripts.inactiveNow", { name: script.name }), {
        actions: [{ label: t("common.undo"), run: () => activate({ ...script, is_active }, !is_active, false) }],
      });
    } catch (error) {
      changed(script);
      toast(error);
    }
  };
}
