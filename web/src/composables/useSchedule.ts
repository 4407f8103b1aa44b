import { useI18n } from "vue-i18n";
import type { TaskSchedule } from "@/api/types";
import { describeCron } from "@/lib/describe";
import { toRows, type ScheduleRow } from "@/lib/schedule";
import { useFormat } from "./useFormat";
import { useLanguage } from "./useLanguage";

/** Schedules in words. */
export function useSchedule() {
  const { t } = useI18n();
  const { language } = useLanguage();
  const { absolute } = useFormat();

  const describeRow = (row: ScheduleRow, zone: string | null): string => {
    if (row.kind === "cron") return describeCron(row.value, language.value);
    if (row.kind === "every") return t("schedule.every", { interval: row.value });
    return t("schedule.at", { time: Number.isNaN(Date.parse(row.value)) ? row.value : absolute(row.value, row.timezone || zone) });
  };
  const describe = (schedule: TaskSchedule, zone: string | null): string =>
    toRows(schedule).map((row) => describeRow(row, zone)).join(t("schedule.and"));
  return { describe, describeRow };
}
