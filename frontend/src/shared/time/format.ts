import { dateFormatter } from "./formatters";

const NO_BREAK_SPACE = "\u00a0";

/**
 * Times as people read them. Every function takes the instant, the IANA zone it is read in and the locale;
 * only `browserZone` reads the browser's own, so that tests can use any zone.
 */

function part(at: Date, zone: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return dateFormatter(locale, { timeZone: zone, ...options }).format(at);
}

let readerZone: string | undefined;
// A page is hidden while its reader travels to another zone.
document.addEventListener("visibilitychange", () => {
  readerZone = undefined;
});

/** Kept, because a page of sessions asks for it hundreds of times, and browsers build a formatter for each answer. */
export function browserZone(): string {
  readerZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  return readerZone;
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The date in a zone as `2026-12-12`, for comparing and grouping. */
export function dayKey(at: Date, zone: string): string {
  return part(at, zone, "en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });
}

/** "Sat 12 Dec", with the year when it is not the year of `now`. */
export function formatDay(at: Date, zone: string, locale: string, now: Date = new Date()): string {
  const weekday = part(at, zone, locale, { weekday: "short" });
  const day = part(at, zone, locale, { day: "numeric" });
  const month = part(at, zone, locale, { month: "short" });
  const year = part(at, zone, locale, { year: "numeric" });
  const thisYear = part(now, zone, locale, { year: "numeric" });
  return `${weekday} ${day} ${month}${year === thisYear ? "" : ` ${year}`}`;
}

export function formatClock(at: Date, zone: string, locale: string): string {
  return part(at, zone, locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/**
 * "Sat 12 Dec, 07:00–08:30"; over several days "Fri 12 Dec, 16:00 – Sun 14 Dec, 11:00", which a narrow page breaks only
 * between the two days.
 */
export function formatSpan(
  start: Date,
  end: Date,
  zone: string,
  locale: string,
  now: Date = new Date(),
): string {
  const clock = formatClock(start, zone, locale);
  const lastClock = formatClock(end, zone, locale);
  if (dayKey(start, zone) === dayKey(end, zone))
    return `${formatDay(start, zone, locale, now)}, ${clock}–${lastClock}`;
  // If both days are in the same year, it is stated only at the end.
  const sameYear = dayKey(start, zone).slice(0, 4) === dayKey(end, zone).slice(0, 4);
  const first = formatDay(start, zone, locale, sameYear ? start : now);
  const last = formatDay(end, zone, locale, now);
  return `${unbroken(`${first}, ${clock}`)} – ${unbroken(`${last}, ${lastClock}`)}`;
}

export function unbroken(text: string): string {
  return text.replaceAll(" ", NO_BREAK_SPACE);
}

/** Whether clocks in both zones show the same time at that instant. */
export function sameClock(at: Date, zone: string, other: string): boolean {
  const offset = (name: string) =>
    part(at, name, "en-GB", { dateStyle: "short", timeStyle: "short" } as Intl.DateTimeFormatOptions);
  return zone === other || offset(zone) === offset(other);
}

/** Cities whose zones browsers still name as they were called before. */
const RENAMED: Record<string, string> = {
  Calcutta: "Kolkata",
  Katmandu: "Kathmandu",
  Kiev: "Kyiv",
  Rangoon: "Yangon",
  Saigon: "Ho Chi Minh City",
};

/** "Kolkata" of "Asia/Kolkata"; "UTC" stays. */
export function zoneCity(zone: string): string {
  const city = (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
  return RENAMED[city] ?? city;
}

/** "GMT+5:30" at that instant. */
export function zoneOffset(at: Date, zone: string, locale: string): string {
  const parts = dateFormatter(locale, { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(at);
  return parts.find((piece) => piece.type === "timeZoneName")?.value ?? zone;
}

/** "3 minutes ago". The caller shows the exact time as the title. */
export function formatAgo(at: Date, now: Date, locale: string): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (Math.abs(seconds) < 60) return relative.format(0, "second");
  if (Math.abs(seconds) < 3600) return relative.format(Math.trunc(seconds / 60), "minute");
  if (Math.abs(seconds) < 86_400) return relative.format(Math.trunc(seconds / 3600), "hour");
  return relative.format(Math.trunc(seconds / 86_400), "day");
}

/** "today", "tomorrow", "in 3 days", by the days of a zone. */
export function daysAway(at: Date, now: Date, zone: string, locale: string): string {
  const [day, today] = [at, now].map((moment) => Date.parse(dayKey(moment, zone)));
  const days = Math.round(((day ?? 0) - (today ?? 0)) / 86_400_000);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
}
