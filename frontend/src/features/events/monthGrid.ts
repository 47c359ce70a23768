/** Months as `2026-12` and days as `2026-12-12`: calendar arithmetic without clocks or zones. */

export type Month = string;

export function monthOf(day: string): Month {
  return day.slice(0, 7);
}

export function isMonth(text: string | null): text is Month {
  return text !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

export function shiftMonth(month: Month, by: number): Month {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** Whole weeks that cover a month. `firstDay` is 1 for Monday to 7 for Sunday, as `Intl.Locale` counts. */
export function weeksOf(month: Month, firstDay: number): string[][] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const before = ((first.getUTCDay() || 7) - firstDay + 7) % 7;
  const cursor = new Date(first);
  cursor.setUTCDate(1 - before);
  const weeks: string[][] = [];
  do {
    const week: string[] = [];
    for (let index = 0; index < 7; index++) {
      week.push(cursor.toISOString().slice(0, 10));
      cursor.setUTCDate(cursor.getUTCDate() + 1);
    }
    weeks.push(week);
  } while (monthOf(cursor.toISOString().slice(0, 10)) === month);
  return weeks;
}

/** The first day of the week in a locale; 1 (Monday) if the browser does not know. */
export function firstDayOfWeek(locale: string): number {
  const info = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return info.getWeekInfo?.().firstDay ?? info.weekInfo?.firstDay ?? 1;
}
