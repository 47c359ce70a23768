import type { Booking, Event, Session, User } from "@/shared/api/types";

export const MIRA: User = {
  id: 10,
  name: "Mira Flow",
  email: "mira@example.com",
  username: null,
  phone: null,
  time_zone: "Europe/Berlin",
  biography: "",
  role: "user",
  created_at: "2026-01-01T00:00:00+00:00",
};

export const MORNING: Session = {
  id: 7,
  event_id: 4,
  event_title: "Morning Hatha",
  facilitator_id: 1,
  facilitator_name: "Priya Sharma",
  title: "Morning Hatha",
  start_time: "2099-12-12T01:30:00+00:00",
  end_time: "2099-12-12T03:00:00+00:00",
  time: "2099-12-12T01:30:00+00:00",
  time_zone: "Asia/Kolkata",
  location: "Rishikesh",
  capacity: 12,
  seats_taken: 2,
  seats_left: 10,
  price_cents: 2000,
  currency: "EUR",
  status: "scheduled",
};

export const HATHA: Event = {
  id: 4,
  title: "Morning Hatha",
  kind: "class",
  description: "Slow and precise.",
  location: "Rishikesh",
  link: null,
  cover: "hatha",
  time_zone: "Asia/Kolkata",
  status: "scheduled",
  facilitator_id: 1,
  facilitator_name: "Priya Sharma",
  facilitator_biography: "Teaches slowly.",
  start_time: MORNING.start_time,
  end_time: MORNING.end_time,
  price_from_cents: 2000,
  currency: "EUR",
  seats_left: 10,
  created_at: "2026-01-01T00:00:00+00:00",
  updated_at: "2026-01-01T00:00:00+00:00",
  version: 1,
  sessions: [MORNING],
};

export const MIRAS_PLACE: Booking = {
  id: 21,
  user_id: MIRA.id,
  session_id: MORNING.id,
  status: "booked",
  cancelled_by: null,
  version: 1,
  timestamp: "2026-11-21T13:03:00+00:00",
  created_at: "2026-11-21T13:03:00+00:00",
  updated_at: "2026-11-21T13:03:00+00:00",
  user_name: MIRA.name,
  user_email: MIRA.email,
  session_time: MORNING.start_time,
  session_end_time: MORNING.end_time,
  session_title: MORNING.title,
  session_location: "Rishikesh",
  session_status: "scheduled",
  session_time_zone: MORNING.time_zone,
  event_id: HATHA.id,
  event_title: HATHA.title,
  facilitator_name: HATHA.facilitator_name,
  can_cancel: true,
  can_reactivate: false,
  payment_id: null,
  payment_status: null,
  payment_provider: null,
  amount_paid: null,
  currency: null,
  refund_id: null,
  refund_status: null,
  refunded_at: null,
};

/** An access token as the API makes them, good for fifteen minutes. */
export function accessToken(name = "first"): string {
  const part = (value: object) => btoa(JSON.stringify(value)).replaceAll("=", "");
  return [part({ alg: "HS256" }), part({ sub: "10", iat: 1000, exp: 1900, jti: name }), "signature"].join(
    ".",
  );
}
