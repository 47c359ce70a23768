/** What the CRM keeps of a booking. Its document describes these rows as free objects, so their fields stand here. */
export type FacilitatorBooking = {
  booking_id: number;
  status: "booked" | "cancelled";
  user_name: string;
  user_email: string | null;
  event_title: string;
  session_id: number | null;
  session_title: string | null;
  session_start: string | null;
  session_end: string | null;
  session_time_zone: string | null;
  session_location: string | null;
  session_capacity: number | null;
  booked_at: string;
  cancelled_at: string | null;
  updated_at: string;
};

export type FacilitatorSession = {
  session_id: number;
  title: string;
  event_title: string;
  start_time: string;
  end_time: string;
  time_zone: string;
  location: string | null;
  capacity: number | null;
  booked: number;
  cancelled: number;
};

export type DayFigures = { date: string; bookings: number; cancellations: number };

export type Pages = { page: number; pages: number; total: number; has_next: boolean; has_prev: boolean };
