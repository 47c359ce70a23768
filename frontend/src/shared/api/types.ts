/** Names for what the API's own document describes; the shapes come from it and are not written twice. */
import type { components } from "./main";

type Schemas = components["schemas"];
export type User = Schemas["UserOut"];
export type Session = Schemas["SessionOut"];
export type Event = Schemas["EventOut"] & EventAdditions;
export type EventKind = Schemas["Kind"];
export type Booking = Schemas["BookingOut"] & BookingAdditions;
export type TimelineStep = Schemas["TimelineStep"];

type EventAdditions = {
  draft?: boolean;
  online?: boolean;
  has_link?: boolean;
  arrive_minutes_early?: number | null;
  sessions_total?: number;
  next_session?: Session | null;
};
type BookingAdditions = {
  places?: number;
  held_until?: string | null;
  reason?: string | null;
  previous_session_time?: string | null;
  previous_session_end_time?: string | null;
  previous_session_location?: string | null;
  change_seen?: boolean;
  session_link?: string | null;
  session_online?: boolean;
  arrive_minutes_early?: number | null;
};
