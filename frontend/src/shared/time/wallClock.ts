import { dateFormatter } from "./formatters";

/** How far a zone's clock is ahead of UTC at that instant, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = dateFormatter("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(new Date(at));
  const of = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const shown = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return shown - Math.floor(at / 1000) * 1000;
}

/**
 * The instant at which a clock in `zone` shows `day` ("2026-12-12") and `clock` ("07:00"), or null if they are not a
 * date and time. If clocks go back, the first of the two instants; a time that clocks skip is read as an hour later.
 */
export function instantAt(day: string, clock: string, zone: string): Date | null {
  const wall = Date.parse(`${day}T${clock}:00Z`);
  if (Number.isNaN(wall)) return null;
  const DAY = 86_400_000;
  // If the clocks change around this time, the day before and the day after have different offsets.
  const [before, after] = [offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)];
  for (const offset of [before, after]) {
    if (offsetAt(wall - offset, zone) === offset) return new Date(wall - offset);
  }
  return new Date(wall - before);
}

/** The instant at which a day ("2026-12-12") begins in a zone, as ISO 8601 in UTC. Throws RangeError. */
export function startOfDay(day: string, zone: string): string {
  const start = instantAt(day, "00:00", zone);
  if (!start) throw new RangeError(`${day} is not a day`);
  return start.toISOString();
}

/** After how many weeks, at least one, the same weekday and time is still to come in `zone`. */
export function weeksUntilNext(day: string, clock: string, zone: string, now: Date): number {
  for (let weeks = 1; ; weeks += 1) {
    const start = instantAt(daysLater(day, 7 * weeks), clock, zone);
    if (!start || start > now) return weeks;
  }
}

/** The date that is this many days after `day`. */
export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
