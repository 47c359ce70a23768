import type { Session } from "@/shared/api/types";
import { daysOf } from "@/shared/time/sessionTime";

/** A session on one day of a week. One of several days is a bar, in the same line on each of them. */
export type Entry = {
  session: Session;
  /** How many days of this week the bar begins here for; 0 on its later days. */
  length: number;
  /** Whether it goes on before or after this day. */
  before: boolean;
  after: boolean;
};

/** The lines of each day of a week: first the bars, each in its own line with gaps kept, then the sessions of one day. */
export function linesOfWeek(
  week: readonly string[],
  sessions: readonly Session[],
): Map<string, (Entry | null)[]> {
  const lines = new Map<string, (Entry | null)[]>(week.map((day) => [day, []]));
  const spans = sessions.map((session) => ({ session, days: daysOf(session) }));
  const bars = spans
    .filter(({ days }) => days.length > 1)
    .sort((one, other) => (one.days[0] ?? "").localeCompare(other.days[0] ?? ""));
  for (const { session, days } of bars) {
    const shown = week.filter((day) => days.includes(day));
    let line = 0;
    while (shown.some((day) => lines.get(day)?.[line])) line += 1;
    for (const [index, day] of shown.entries()) {
      const ofDay = lines.get(day) ?? [];
      while (ofDay.length <= line) ofDay.push(null);
      ofDay[line] = {
        session,
        length: index === 0 ? shown.length : 0,
        before: day !== days[0],
        after: day !== days.at(-1),
      };
    }
  }
  for (const { session, days } of spans) {
    if (days.length === 1 && days[0])
      lines.get(days[0])?.push({ session, length: 1, before: false, after: false });
  }
  return lines;
}

/** The day to which an arrow key leads: the next one in its direction that can be chosen. */
export function dayByKey(key: string, day: string, days: readonly string[], choosable: ReadonlySet<string>) {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const step = steps[key];
  if (step === undefined) return undefined;
  for (let at = days.indexOf(day) + step; at >= 0 && at < days.length; at += step) {
    const found = days[at];
    if (found && choosable.has(found)) return found;
  }
  return undefined;
}
