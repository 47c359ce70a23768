import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Event, Session } from "@/shared/api/types";
import type { LiveState } from "@/shared/live/eventStream";
import { refresher, requestsUnderWay } from "@/shared/live/refresher";
import { SharedStream } from "@/shared/live/sharedStream";
import { eventKeys } from "./eventQueries";

/** A session as it is now: its places, its status and what it offers. */
type Seats = Pick<Session, "event_id" | "seats_left" | "seats_taken" | "capacity" | "status"> &
  Partial<Session> & { session_id: number };

const stream = new SharedStream("samaya-live-seats", (lastEventId, signal) =>
  fetch("/live/seats", {
    signal,
    headers: { Accept: "text/event-stream", ...(lastEventId ? { "Last-Event-ID": lastEventId } : {}) },
    cache: "no-store",
  }),
);

/** Updates the places left on open pages as people book. Returns the state of the stream. */
export function useLivePlaces(): LiveState {
  const queryClient = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  useEffect(() => {
    const refreshes = [refresher(queryClient, eventKeys.all), refresher(queryClient, eventKeys.months)];
    let disconnected = false;
    return stream.listen({
      onEvent: (event) => {
        if (event.type === "seats") void showPlaces(queryClient, JSON.parse(event.data) as Seats);
      },
      onState: (next) => {
        setState(next);
        // Events may have been missed while the stream was not connected, so reload.
        if (next === "live" && disconnected) for (const refresh of refreshes) void refresh();
        disconnected = next !== "live";
      },
    });
  }, [queryClient]);
  return state;
}

/** At once, and once more after requests under way, whose responses may be from before the change. */
export async function showPlaces(queryClient: QueryClient, seats: Seats): Promise<void> {
  applyPlaces(queryClient, seats);
  await Promise.all([eventKeys.all, eventKeys.months].map((key) => requestsUnderWay(queryClient, key)));
  applyPlaces(queryClient, seats);
}

export function applyPlaces(queryClient: QueryClient, seats: Seats): void {
  const { session_id: id, ...now } = seats;
  const change = (session: Session): Session => (session.id === id ? { ...session, ...now } : session);
  const changeEvent = (event: Event): Event => {
    if (event.id !== seats.event_id) return event;
    const before = event.sessions.find((session) => session.id === seats.session_id);
    const sessions = event.sessions.map(change);
    return {
      ...event,
      sessions,
      seats_left: event.seats_left + (before ? seats.seats_left - before.seats_left : 0),
    };
  };
  queryClient.setQueryData<Event>(eventKeys.one(seats.event_id), (event) => event && changeEvent(event));
  queryClient.setQueriesData<{ pages: { events: Event[] }[]; pageParams: unknown[] }>(
    { queryKey: eventKeys.pages },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, events: page.events.map(changeEvent) })),
      },
  );
  queryClient.setQueriesData<Session[]>({ queryKey: eventKeys.months }, (sessions) => sessions?.map(change));
}
