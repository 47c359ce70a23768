import { ApiProblem } from "@/shared/api/problem";
import type { Booking, Session } from "@/shared/api/types";

/** What a session offers, as a guest sees it before booking. A price that is not known is null. */
export type Offer = Pick<
  Session,
  "offer_version" | "start_time" | "end_time" | "time_zone" | "location" | "online"
> & { price_cents: number | null; currency: string | null };

export function offerOf(session: Session): Offer {
  const { offer_version, start_time, end_time, time_zone, location, online, price_cents, currency } = session;
  return { offer_version, start_time, end_time, time_zone, location, online, price_cents, currency };
}

export function offerOfBooking(booking: Booking): Offer {
  return {
    offer_version: booking.session_offer_version,
    start_time: booking.session_time,
    end_time: booking.session_end_time,
    time_zone: booking.session_time_zone,
    location: booking.session_location,
    online: booking.session_online,
    price_cents: booking.price_cents,
    currency: booking.price_currency,
  };
}

export function sameOffer(one: Offer, other: Offer): boolean {
  return JSON.stringify({ ...one, offer_version: 0 }) === JSON.stringify({ ...other, offer_version: 0 });
}

/** The session as it is now, if the API refused a booking because it was changed. */
export function changedOffer(problem: unknown): Offer | null {
  if (!(problem instanceof ApiProblem) || problem.code !== "offer_changed") return null;
  return offerOf(problem.members.session as Session);
}
