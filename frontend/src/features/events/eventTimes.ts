import type { Event, EventKind, ListedEvent, ListedSession } from "@/shared/api/types";

export const KINDS = ["class", "workshop", "retreat", "coaching"] as const satisfies readonly EventKind[];

/** The kind of an event. Kinds that this app does not know are shown as classes. */
export function kindOf(event: Pick<Event, "kind">): EventKind {
  return KINDS.find((kind) => kind === event.kind) ?? "class";
}

/** The session shown on an event's card, by which events are ordered: the next one, else the last. */
export function nextSession(event: ListedEvent, now: Date): ListedSession | undefined {
  return bookableSessions(event, now)[0] ?? event.sessions.at(-1);
}

/** The next session with places left, if the one before it is full. */
export function nextFreeSession(event: ListedEvent, now: Date): ListedSession | undefined {
  const [next, ...later] = bookableSessions(event, now);
  return next?.seats_left === 0 ? later.find((session) => session.seats_left > 0) : undefined;
}

export function bookableSessions(event: ListedEvent, now: Date): ListedSession[] {
  return event.sessions.filter(
    (session) => session.status === "scheduled" && new Date(session.start_time) > now,
  );
}

/** What an event's cover depends on. */
export function coverSubject(event: Pick<Event, "cover" | "kind">) {
  return { seed: event.cover, kind: kindOf(event) };
}
