/** Short names for types that are generated from the API's OpenAPI document. */
import type { components } from "./main";

type Schemas = components["schemas"];
export type User = Schemas["UserOut"];
type Optional = "min_places" | "decide_at" | "run_state" | "series_id";
/** A very long list leaves out the rule and the series that a session does not have. */
export type Session = Omit<Schemas["SessionOut"], Optional> & Pick<Schemas["ListedSession"], Optional>;
export type Event = Schemas["EventOut"];
export type ListedEvent = Schemas["ListedEvent"];
export type ListedSession = Schemas["ListedSession"];
export type Facilitator = Schemas["FacilitatorOut"];
/** A picture that somebody uploaded. */
export type PictureData = Schemas["PictureOut"];
export type EventKind = Schemas["Kind"];
export type Booking = Schemas["BookingOut"];
export type BookingStatus = Schemas["BookingStatus"];
export type TimelineStep = Schemas["TimelineStep"];
