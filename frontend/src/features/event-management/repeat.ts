import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { dateFormatter } from "@/shared/time/formatters";

/** From Monday, as rules name the days. */
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export const INTERVALS = ["day", "week", "twoWeeks", "month"] as const;
export type Interval = (typeof INTERVALS)[number];

/** How a session repeats. Days are as in "2026-12-24"; without `until` it goes on. */
export type Repeat = { every: Interval; days: Weekday[]; until: string; excluded: string[] };

const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

export function weekdayOf(day: string): Weekday {
  return WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? "MO";
}

export function weekdayName(weekday: Weekday, length: "short" | "long"): string {
  const at = new Date(MONDAY + WEEKDAYS.indexOf(weekday) * DAY);
  return dateFormatter(staffLocale(), { timeZone: "UTC", weekday: length }).format(at);
}

/** Which of its weekday in the month a day is: 1 to 4, or -1 for the last, as not every month has a fifth. */
export function placeInMonth(day: string): 1 | 2 | 3 | 4 | -1 {
  const place = Math.ceil(Number(day.slice(8)) / 7);
  return place > 4 ? -1 : (place as 1 | 2 | 3 | 4);
}

/** The recurrence rule (RFC 5545) of a session that starts on this day; null while no weekday is chosen. */
export function ruleOf(repeat: Repeat, day: string): string | null {
  const until = repeat.until === "" ? "" : `;UNTIL=${repeat.until.replaceAll("-", "")}`;
  if (repeat.every === "day") return `FREQ=DAILY${until}`;
  if (repeat.every === "month") return `FREQ=MONTHLY;BYDAY=${placeInMonth(day)}${weekdayOf(day)}${until}`;
  if (repeat.days.length === 0) return null;
  const days = WEEKDAYS.filter((weekday) => repeat.days.includes(weekday)).join(",");
  return `FREQ=WEEKLY${repeat.every === "twoWeeks" ? ";INTERVAL=2" : ""};BYDAY=${days}${until}`;
}

/** "every week on Tuesday and Thursday" */
export function ruleInWords(repeat: Repeat, day: string): string {
  if (repeat.every === "day") return t("repeat.words.day");
  if (repeat.every === "month")
    return t(`repeat.words.month.${placeInMonth(day)}`, { weekday: weekdayName(weekdayOf(day), "long") });
  const days = WEEKDAYS.filter((weekday) => repeat.days.includes(weekday)).map((weekday) =>
    weekdayName(weekday, "long"),
  );
  return t(`repeat.words.${repeat.every}`, {
    days: new Intl.ListFormat(staffLocale(), { type: "conjunction" }).format(days),
  });
}
