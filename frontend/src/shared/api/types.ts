/** Names for what the API's own document describes; the shapes come from it and are not written twice. */
import type { components } from "./main";

type Schemas = components["schemas"];
export type User = Schemas["UserOut"];
export type Session = Schemas["SessionOut"];
export type Event = Schemas["EventOut"];
export type ListedEvent = Schemas["ListedEvent"];
export type ListedSession = Schemas["ListedSession"];
export type EventKind = Schemas["Kind"];
export type Booking = Schemas["BookingOut"];
export type TimelineStep = Schemas["TimelineStep"];
