import type { components } from "@/shared/api/crm";

type Schemas = components["schemas"];
export type FacilitatorBooking = Schemas["BookingOut"];
/** With what the facilitator noted about the guest. */
export type ListedBooking = Schemas["ListedBooking"];
export type DayFigures = Schemas["DayOut"];
export type Ahead = Schemas["UpcomingTotals"];
export type MoneySum = Schemas["MoneyOut"];
/** A session whose times are known, as pages need them. */
export type FacilitatorSession = Schemas["SessionOut"] & {
  start_time: string;
  end_time: string;
  time_zone: string;
};

export function isTimed(session: Schemas["SessionOut"]): session is FacilitatorSession {
  return session.start_time !== null && session.end_time !== null && session.time_zone !== null;
}
