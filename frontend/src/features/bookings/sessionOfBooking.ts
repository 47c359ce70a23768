import type { Booking } from "@/shared/api/types";
import type { SessionTime } from "@/shared/time/sessionTime";

type WhenAndWhere = Pick<
  Booking,
  "session_time" | "session_end_time" | "session_time_zone" | "session_online" | "session_location"
>;

/** When and where a booked session is. */
export function sessionOfBooking(booking: WhenAndWhere): SessionTime {
  return {
    start_time: booking.session_time,
    end_time: booking.session_end_time,
    time_zone: booking.session_time_zone,
    online: booking.session_online,
    location: booking.session_location,
  };
}
