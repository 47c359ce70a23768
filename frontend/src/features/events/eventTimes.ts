import type { Event, EventKind, ListedEvent, ListedSession } from "@/shared/api/types";
import { dateFormatter } from "@/shared/time/formatters";

export const KINDS = ["class", "workshop", "retreat", "coaching"] as const satisfies readonly EventKind[];

/** The kind of an event. Kinds that this app does not know are shown as classes. */
export function kindOf(event: Pick<Event, "kind">): EventKind {
  return KINDS.find((kind) => kind === event.kind) ?? "class";
}

/** The session shown on an event's card: the next one with places left, else the next one, else the last. */
export function nextSession(event: ListedEvent, now: Date): ListedSession | undefined {
  const ahead = bookableSessions(event, now);
  return ahead.find((session) => session.seats_left > 0) ?? ahead[0] ?? event.sessions.at(-1);
}

export function bookableSessions(event: ListedEvent, now: Date): ListedSession[] {
  return event.sessions.filter(
    (session) => session.status === "scheduled" && new Date(session.start_time) > now,
  );
}

/** What an event's cover depends on: seed, kind, and the hour and month of its start in the event's time zone. */
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
