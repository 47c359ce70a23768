import { numberFormatter } from "./formatters";
import { daysOf, type SessionTime } from "./sessionTime";

const MINUTE = 60_000;

/** How long a session is: "1 hour 30 minutes", or "3 days" for one that ends on another day. */
export function durationOf(session: SessionTime, locale: string): string {
  const show = (value: number, unit: "day" | "hour" | "minute") =>
    numberFormatter(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
  const minutes = Math.round((Date.parse(session.end_time) - Date.parse(session.start_time)) / MINUTE);
  // A session over midnight is one of hours, not of days.
  if (minutes > 18 * 60) return show(daysOf(session).length, "day");
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return show(rest, "minute");
  return rest === 0 ? show(hours, "hour") : `${show(hours, "hour")} ${show(rest, "minute")}`;
}
