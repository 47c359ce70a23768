import type { BookedSessions } from "@/features/bookings";
import type { Booking, Session } from "@/shared/api/types";
import { dayKey } from "@/shared/time/format";
import { firstZoneOf } from "@/shared/time/sessionTime";
import { type Month, monthOf } from "./monthGrid";

/** From so many dates on, they are shown month by month. */
const SHOWN_TOGETHER = 8;

export const isAhead = (session: Session, now: Date) => new Date(session.end_time) > now;

/** Whether a session can be booked, apart from its places. */
export const isOpen = (session: Session, now: Date) =>
  session.status === "scheduled" && new Date(session.start_time) > now;

/** Whether places in a session are paid when they are booked. */
export const paysOnline = (session: Session) =>
  session.payment_terms !== "pay_facilitator" && session.price_cents > 0;

/** Whether this other session can be booked and has as many places left as the booking takes. */
export const hasRoomFor = (booking: Booking, session: Session, now: Date) =>
  isOpen(session, now) && session.id !== booking.session_id && session.seats_left >= booking.places;

/** The session that is chosen before the guest chooses: one that waits for their payment, else the next with places that they have not booked. */
export function firstChoice(
  sessions: readonly Session[],
  now: Date,
  booked: BookedSessions | undefined,
): Session | undefined {
  const open = sessions.filter((session) => isOpen(session, now));
  return (
    open.find(({ id }) => booked?.get(id)?.status === "held") ??
    open.find(({ id, seats_left }) => seats_left > 0 && !booked?.has(id)) ??
    open.find(({ id }) => booked?.has(id)) ??
    open[0] ??
    sessions[0]
  );
}

/**
 * Whether guests see what they book once more before it is booked: from a price on that the studio sets, however it is
 * paid. That price is in the studio's currency. Prices in others can't be compared with it, so they are always shown.
 */
export const needsReview = (session: Session, reviewAbove: number | null, currency: string) =>
  reviewAbove !== null &&
  session.price_cents > 0 &&
  (session.currency !== currency || session.price_cents >= reviewAbove);

/** The month in which a session starts, in the zone that it is shown in. */
export function monthOfSession(session: Session): Month {
  return monthOf(dayKey(new Date(session.start_time), firstZoneOf(session)));
}

/** The sessions of each month, in order; empty if all fit together. */
export function byMonth(sessions: readonly Session[]): Map<Month, Session[]> {
  const months = new Map<Month, Session[]>();
  if (sessions.length <= SHOWN_TOGETHER) return months;
  for (const session of sessions) {
    const month = monthOfSession(session);
    months.set(month, [...(months.get(month) ?? []), session]);
  }
  return months.size > 1 ? new Map([...months].sort()) : new Map();
}

/** The lowest price among the sessions that can be booked, in the currency of the first of them. */
export function lowestPrice(
  sessions: readonly Session[],
): Pick<Session, "price_cents" | "currency"> | undefined {
  const [first] = sessions;
  return sessions
    .filter(({ currency }) => currency === first?.currency)
    .toSorted((one, other) => one.price_cents - other.price_cents)[0];
}
