import { useI18n } from "vue-i18n";
import * as time from "@/lib/time";
import { serverZone } from "./useEngine";
import { useLanguage } from "./useLanguage";
import { useNow } from "./useNow";

/** Times, durations and sizes in the chosen language; times in the zone given, else the server's. */
export function useFormat() {
  const { t } = useI18n();
  const { tag } = useLanguage();
  const now = useNow();
  const zoneOf = (zone?: string | null) => zone || serverZone.value;

  const absolute = (iso: string, zone?: string | null, withSeconds = false) => {
    const instant = new Date(iso);
    const text = time.absolute(instant, zoneOf(zone), tag(), now.value, withSeconds);
    return `${text} ${time.offset(instant, zoneOf(zone))}`;
  };
  const weekday = (iso: string, zone?: string | null) => time.weekday(new Date(iso), zoneOf(zone), tag());
  const relative = (iso: string) => time.relative(new Date(iso), now.value, tag());
  const inZones = (iso: string, zone?: string | null) => {
    const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const zones = [...new Set([zoneOf(zone), mine, "UTC"])];
    return zones.map((name) => `${time.full(new Date(iso), name)}  ${name}`).join("\n");
  };
  const duration = (seconds: number) =>
    time.durationParts(Math.max(0, seconds)).map(([n, unit]) => t(`units.${unit}`, { n })).join(" ");
  const elapsed = (iso: string) => duration(Math.max(1, Math.floor((now.value.getTime() - Date.parse(iso)) / 1000)));
  const bytes = (size: number) => {
    const [n, unit] = time.bytesParts(size);
    return `${number(n)} ${unit}`;
  };
  const number = (value: number) => new Intl.NumberFormat(tag()).format(value);
  return { absolute, weekday, relative, inZones, duration, elapsed, bytes, number, now };
}
