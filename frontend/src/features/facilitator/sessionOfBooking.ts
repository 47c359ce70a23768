import type { SessionTime } from "@/shared/time/sessionTime";
import type { FacilitatorBooking } from "./facilitatorTypes";

/** When and where a guest's session is; null if the CRM was not told. */
export function sessionOfBooking(booking: FacilitatorBooking): SessionTime | null {
  const { session_start, session_end, session_time_zone, session_location } = booking;
  if (!session_start || !session_end || !session_time_zone) return null;
  return {
    start_time: session_start,
    end_time: session_end,
    time_zone: session_time_zone,
    location: session_location,
  };
}
