import type { Event, EventKind, ListedEvent, ListedSession } from "@/shared/api/types";
import { dateFormatter } from "@/shared/time/formatters";

export const KINDS = ["class", "workshop", "retreat", "coaching"] as const satisfies readonly EventKind[];

/** Kinds the app does not know yet are drawn and named as classes. */
export function kindOf(event: Pick<Event, "kind">): EventKind {
  return KINDS.find((kind) => kind === event.kind) ?? "class";
}

/** The session a visitor would ask about first: the next one, one with free places before a full one. */
export function nextSession(event: ListedEvent, now: Date): ListedSession | undefined {
  const ahead = bookableSessions(event, now);
  return ahead.find((session) => session.seats_left > 0) ?? ahead[0] ?? event.sessions.at(-1);
}

export function bookableSessions(event: ListedEvent, now: Date): ListedSession[] {
  return event.sessions.filter(
    (session) => session.status === "scheduled" && new Date(session.start_time) > now,
  );
}

/** What the cover of an event is drawn from: its own hour and month, in its own zone. */
export function coverSubject(
  event: Pick<Event, "cover" | "kind" | "start_time" | "time_zone" | "created_at">,
) {
  const at = new Date(event.start_time ?? event.created_at);
  const inZone = (options: Intl.DateTimeFormatOptions) =>
    Number(dateFormatter("en-GB", { timeZone: event.time_zone, ...options }).format(at));
  return {
    seed: event.cover,
    kind: kindOf(event),
    hour: inZone({ hour: "2-digit", hourCycle: "h23" }),
    month: inZone({ month: "numeric" }),
  };
}
