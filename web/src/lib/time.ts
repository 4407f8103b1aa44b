/** Instants as people of a zone write them. All functions are pure: the clock is an argument. */

const SECOND = 1;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

function parts(instant: Date, zone: string, options: Intl.DateTimeFormatOptions, language = "en"): Record<string, string> {
  const format = new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
  return Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone !== "";
  } catch {
    return false;
  }
}

/** "+08", "+05:30", "-03": never letters, since CST is three zones. */
export function offset(instant: Date, zone: string): string {
  const name = parts(instant, zone, { timeZoneName: "longOffset" }).timeZoneName ?? "GMT";
  const found = /([+-]\d\d):(\d\d)/.exec(name);
  if (!found) return "+00";
  return found[2] === "00" ? (found[1] ?? "+00") : `${found[1]}:${found[2]}`;
}

const dayOf = (instant: Date, zone: string) => {
  const { year, month, day } = parts(instant, zone, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${year}-${month}-${day}`;
};

export const clock = (instant: Date, zone: string, withSeconds = false): string => {
  const { hour, minute, second } = parts(instant, zone, {
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  return withSeconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`;
};

/** The time alone for today, with the date for another day, with the year for another year. */
export function absolute(instant: Date, zone: string, language: string, now: Date, withSeconds = false): string {
  const time = clock(instant, zone, withSeconds);
  if (dayOf(instant, zone) === dayOf(now, zone)) return time;
  const sameYear = dayOf(instant, zone).slice(0, 4) === dayOf(now, zone).slice(0, 4);
  const date = new Intl.DateTimeFormat(language, {
    timeZone: zone, month: "short", day: "numeric", year: sameYear ? undefined : "numeric",
  }).format(instant);
  return `${date} ${time}`;
}

export const full = (instant: Date, zone: string): string =>
  `${dayOf(instant, zone)} ${clock(instant, zone, true)} ${offset(instant, zone)}`;

export function weekday(instant: Date, zone: string, language: string): string {
  return new Intl.DateTimeFormat(language, { timeZone: zone, weekday: "short" }).format(instant);
}

export function relative(instant: Date, now: Date, language: string): string {
  const seconds = (instant.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  const [unit, length]: [Intl.RelativeTimeFormatUnit, number] =
    size < MINUTE ? ["second", SECOND] : size < HOUR ? ["minute", MINUTE] : size < DAY ? ["hour", HOUR] : ["day", DAY];
  const amount = Math.trunc(seconds / length) || 0;
  // "now" rather than "in 0 s"; but never "yesterday", which is not 24 hours.
  return new Intl.RelativeTimeFormat(language, { style: "narrow", numeric: amount === 0 ? "auto" : "always" }).format(amount, unit);
}

export type Unit = "d" | "h" | "m" | "s" | "ms";

/** At most two neighbouring units: 83 → [[1,"m"],[23,"s"]]. Below ten seconds one decimal is kept. */
export function durationParts(seconds: number): [number, Unit][] {
  if (seconds < 1) return [[Math.round(seconds * 1000), "ms"]];
  if (seconds < 10) return [[Math.round(seconds * 10) / 10, "s"]];
  const whole = Math.round(seconds);
  const steps: [Unit, number][] = [["d", DAY], ["h", HOUR], ["m", MINUTE], ["s", SECOND]];
  const first = steps.findIndex(([, size]) => whole >= size);
  const [unit, size] = steps[first] ?? ["s", SECOND];
  const next = steps[first + 1];
  const result: [number, Unit][] = [[Math.floor(whole / size), unit]];
  if (next) {
    const rest = Math.floor((whole % size) / next[1]);
    if (rest > 0) result.push([rest, next[0]]);
  }
  return result;
}

export function bytesParts(bytes: number): [number, string] {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return [unit === 0 || size >= 100 ? Math.round(size) : Math.round(size * 10) / 10, units[unit] ?? "B"];
}

/** An instant as the value of a datetime-local field in `zone`; a time without offset already is one. */
export function wallClock(text: string, zone: string): string {
  if (!/(Z|[+-]\d\d:?\d\d)$/i.test(text)) return text;
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return "";
  const where = isZone(zone) ? zone : "UTC";
  return `${dayOf(instant, where)}T${clock(instant, where)}`;
}

/** What the clocks of `zone` show at `instant`, as the value of a datetime-local field with seconds. */
export const wallSeconds = (instant: Date, zone: string): string => `${dayOf(instant, zone)}T${clock(instant, zone, true)}`;

const MS_OF_MINUTE = 60_000;

/** Minutes that the clocks of `zone` are ahead of UTC at `instant`. */
function ahead(instant: Date, zone: string): number {
  const wall = Date.parse(`${dayOf(instant, zone)}T${clock(instant, zone, true)}Z`);
  return Math.round((wall - instant.getTime()) / MS_OF_MINUTE);
}

/** The instant at which the clocks of `zone` show `local` (the value of a datetime-local field); null where it is none. */
export function instantIn(local: string, zone: string): Date | null {
  const wall = Date.parse(`${local}Z`);
  if (!local || Number.isNaN(wall)) return null;
  const near = new Date(wall - ahead(new Date(wall), zone) * MS_OF_MINUTE);
  return new Date(wall - ahead(near, zone) * MS_OF_MINUTE);
}
