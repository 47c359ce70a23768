import { browserZone, dayKey, formatClock, formatDay, formatSpan, sameClock, unbroken } from "./format";
import { daysLater } from "./wallClock";

/** When and where a session is. The CRM doesn't know `online`: there, a session without a location is online. */
export type SessionTime = {
  start_time: string;
  end_time: string;
  time_zone: string;
  location: string | null;
  online?: boolean;
};

type Words = {
  locale: string;
  cityOf: (zone: string) => string;
  t: (key: "session.inZone", values: { time: string; city: string }) => string;
};

/** The name of a town, rather than an address: "Rishikesh". */
const TOWN = /^[^\d,]{1,20}$/;

const isOnline = ({ online, location }: SessionTime) => online ?? !location;

/** The zone in which a session's times are shown first. */
export const firstZoneOf = (session: SessionTime): string =>
  isOnline(session) ? browserZone() : session.time_zone;

/**
 * The zones in which a session's times are shown: in person the session's first, online the reader's. The other one
 * follows if its clocks show another time.
 */
export function zonesOf(session: SessionTime, reader = browserZone()): [first: string, other?: string] {
  const [first, other] = isOnline(session) ? [reader, session.time_zone] : [session.time_zone, reader];
  const same = [session.start_time, session.end_time].every((at) => sameClock(new Date(at), first, other));
  return same ? [first] : [first, other];
}

/** The days on which a session takes place in its first zone, as `2026-12-12`. One that ends at midnight ends the day before. */
export function daysOf(session: SessionTime, reader = browserZone()): string[] {
  const [zone] = zonesOf(session, reader);
  const last = dayKey(new Date(new Date(session.end_time).getTime() - 1), zone);
  const days = [dayKey(new Date(session.start_time), zone)];
  for (let day = days[0] ?? last; day < last; ) {
    day = daysLater(day, 1);
    days.push(day);
  }
  return days;
}

/** The day on which a session starts in its first zone: "Thu 26 Nov". */
export const sessionDay = (session: SessionTime, locale: string) =>
  formatDay(new Date(session.start_time), zonesOf(session)[0], locale);

type TimesInZone = { zone: string; text: string };

/**
 * A session's times in these zones: "Thu 26 Nov, 07:00–08:30 · Rishikesh" and "01:30–03:00, London time". If there is
 * only one, its zone needs no name.
 */
export function sessionTimes(
  session: SessionTime,
  { t, locale, cityOf }: Words,
  reader = browserZone(),
): [first: TimesInZone, other?: TimesInZone] {
  const [first, other] = zonesOf(session, reader);
  const [from, to] = [new Date(session.start_time), new Date(session.end_time)];
  const span = formatSpan(from, to, first, locale);
  if (!other) return [{ zone: first, text: span }];
  const inZone = (time: string, zone: string) => t("session.inZone", { time, city: unbroken(cityOf(zone)) });
  const { location } = session;
  const inTown = !isOnline(session) && location && TOWN.test(location);
  return [
    { zone: first, text: inTown ? `${span} ${unbroken(`· ${location}`)}` : inZone(span, first) },
    { zone: other, text: inZone(otherSpan(from, to, first, other, locale), other) },
  ];
}

/** A moment that belongs to a session, in its first zone: "Thu 26 Nov, 07:00", and the zone if the reader's differs. */
export function sessionMoment(
  session: SessionTime,
  at: string,
  { t, locale, cityOf }: Words,
  reader = browserZone(),
): string {
  const [zone, other] = zonesOf(session, reader);
  const time = `${formatDay(new Date(at), zone, locale)}, ${formatClock(new Date(at), zone, locale)}`;
  return other ? t("session.inZone", { time, city: unbroken(cityOf(zone)) }) : time;
}

/** The span in the other zone: only the times if it is one day, the same in both zones; else dates and times. */
function otherSpan(from: Date, to: Date, first: string, other: string, locale: string): string {
  const days = [dayKey(from, first), dayKey(to, first), dayKey(from, other), dayKey(to, other)];
  if (new Set(days).size > 1) return formatSpan(from, to, other, locale);
  return `${formatClock(from, other, locale)}–${formatClock(to, other, locale)}`;
}
