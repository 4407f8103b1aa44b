import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { changeButton, deleteButton, listButtons } from "@/api/buttons";
import type { ButtonDefinition, PageButton } from "@/api/scriptTypes";
import { useConfirm } from "@/composables/useConfirm";
import { useFailure } from "@/composables/useFailure";
import { useLoad } from "@/composables/useLoad";
import { useQueryState } from "@/composables/useQueryState";
import { useToasts } from "@/composables/useToasts";
import { useButtonText } from "@/composables/useButtonText";
import { filterButtons, groupByRoute, moved } from "@/lib/buttons";

/** All buttons below their routes, and what can be done with them. */
export function useButtons() {
  const { t } = useI18n();
  const { show } = useToasts();
  const { ask } = useConfirm();
  const { toast } = useFailure();
  const textOf = useButtonText();
  const { fields, values, filtered, clear } = useQueryState(["q", "state"] as const);
  const { data, error, load } = useLoad((signal) => listButtons(signal));
  void load();

  const all = computed(() => data.value ?? []);
  const runs = (button: PageButton) => button.script_name ?? button.task_id ?? "";
  const groups = computed(() => groupByRoute(filterButtons(all.value, values.value.q, values.value.state, runs)));

  function replace(changed: PageButton[]): void {
    const byId = new Map(changed.map((one) => [one.id, one]));
    if (data.value) data.value = all.value.map((one) => byId.get(one.id) ?? one);
  }
  async function change(buttons: PageButton[], fields: (keyof ButtonDefinition)[]): Promise<boolean> {
    const before = all.value;
    replace(buttons);
    try {
      for (const button of buttons) await changeButton(button.id, Object.fromEntries(fields.map((name) => [name, button[name]])));
      return true;
    } catch (reason) {
      replace(before);
      toast(reason);
      return false;
    }
  }
  async function enable(button: PageButton, is_enabled: boolean, undo = true): Promise<void> {
    if (!(await change([{ ...button, is_enabled }], ["is_enabled"])) || !undo) return;
    show(t(is_enabled ? "buttons.onNow" : "buttons.offNow", { name: textOf(button) }), {
      actions: [{ label: t("common.undo"), run: () => enable(button, !is_enabled, false) }],
    });
  }
  async function remove(button: PageButton): Promise<void> {
    const name = textOf(button);
    if (!(await ask({ title: t("buttons.removeTitle", { name }), text: t("buttons.removeText"), verb: t("buttons.removeVerb"), keep: t("buttons.removeKeep") }))) return;
    try {
      await deleteButton(button.id);
      show(t("buttons.removed", { name }));
    } catch (reason) {
      toast(reason);
    }
    await load();
  }
  // A filtered group has gaps, so places are counted among all buttons of the route.
  const move = (button: PageButton, by: -1 | 1) => {
    const group = groupByRoute(all.value).find((one) => one.route === button.page_route)?.buttons ?? [];
    return change(moved(group, group.findIndex((one) => one.id === button.id), by), ["display_order"]);
  };
  return { fields, filtered, clear, data, error, load, all, groups, runs, enable, remove, move };
}
