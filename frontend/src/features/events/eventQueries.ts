import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { allPages, withoutRepeats } from "@/shared/api/allPages";
import type { paths } from "@/shared/api/main";
import { mainApi, publicApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import type { Event } from "@/shared/api/types";

export type EventSearch = Omit<
  NonNullable<paths["/events"]["get"]["parameters"]["query"]>,
  "page" | "per_page"
>;

const PAGE_SIZE = 12;

export const eventKeys = {
  all: ["events"],
  pages: ["events", "pages"],
  page: (search: EventSearch) => ["events", "pages", search],
  facilitators: ["events", "facilitators"],
  facilitator: (facilitatorId: number) => ["events", "facilitators", facilitatorId],
  priceRanges: ["events", "price-ranges"],
  one: (eventId: number) => ["events", "one", eventId],
  /** With what only its facilitator sees. */
  own: (eventId: number) => ["events", "own", eventId],
  /** Sessions apart from their events, for the calendar. */
  months: ["sessions", "month"],
  month: (search: EventSearch) => ["sessions", "month", search],
  firstSession: (search: EventSearch) => ["sessions", "month", "first", search],
} as const;

export function eventsQuery(search: EventSearch) {
  return infiniteQueryOptions({
    queryKey: eventKeys.page(search),
    meta: { public: true },
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        publicApi.GET("/events", {
          params: { query: { ...search, page: pageParam, per_page: PAGE_SIZE } },
          signal,
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) => (pagination.has_next ? pagination.page + 1 : undefined),
    placeholderData: (previous) => previous,
  });
}

/** All sessions of a month, for the calendar. */
export function monthQuery(search: EventSearch) {
  return queryOptions({
    queryKey: eventKeys.month(search),
    meta: { public: true },
    queryFn: async ({ signal }) => {
      const responses = await allPages(
        (page) =>
          dataOf(
            publicApi.GET("/sessions", { params: { query: { ...search, page, per_page: 100 } }, signal }),
          ),
        ({ pagination }) => pagination.pages,
      );
      return withoutRepeats(
        responses.flatMap(({ sessions }) => sessions),
        ({ id }) => id,
      );
    },
    placeholderData: (previous) => previous,
  });
}

/** The first session from a moment on, null if there is none. */
export function firstSessionQuery(search: EventSearch) {
  return queryOptions({
    queryKey: eventKeys.firstSession(search),
    meta: { public: true },
    queryFn: async ({ signal }) => {
      const query = { ...search, per_page: 1 };
      return (await dataOf(publicApi.GET("/sessions", { params: { query }, signal }))).sessions[0] ?? null;
    },
  });
}

/** Facilitators with events that can be booked: the choices of the facilitator filter, and who is on About. */
export const facilitatorsQuery = queryOptions({
  queryKey: eventKeys.facilitators,
  meta: { public: true },
  queryFn: async ({ signal }) => {
    const responses = await allPages(
      (page) => {
        const query = { status: "bookable", page, per_page: 100 } as const;
        return dataOf(publicApi.GET("/events", { params: { query }, signal }));
      },
      ({ pagination }) => pagination.pages,
    );
    const events = responses.flatMap(({ events }) => events);
    const people = new Map(
      events.map(({ facilitator_id: id, facilitator_name: name, facilitator_portrait: portrait }) => [
        id,
        { id, name, portrait },
      ]),
    );
    return [...people.values()].sort((one, other) => one.name.localeCompare(other.name));
  },
  staleTime: 5 * 60_000,
});

/** The lowest and highest price of upcoming sessions in each currency, for the price filter. */
export const priceRangesQuery = queryOptions({
  queryKey: eventKeys.priceRanges,
  meta: { public: true },
  queryFn: async ({ signal }) => (await dataOf(publicApi.GET("/events/price-ranges", { signal }))).ranges,
  staleTime: 5 * 60_000,
});

/** A facilitator's public page. */
export function facilitatorQuery(facilitatorId: number) {
  return queryOptions({
    queryKey: eventKeys.facilitator(facilitatorId),
    meta: { public: true },
    queryFn: async ({ signal }) => {
      const path = { facilitator_id: facilitatorId };
      return (await dataOf(publicApi.GET("/facilitators/{facilitator_id}", { params: { path }, signal })))
        .facilitator;
    },
  });
}

/** `onBegun` is called when the event can be shown, although not all of its sessions are there yet. */
export function eventQuery(eventId: number, onBegun?: () => void) {
  return queryOptions({
    queryKey: eventKeys.one(eventId),
    meta: { public: true },
    queryFn: ({ signal, client, queryKey }) =>
      eventWithSessions(publicApi, eventId, signal, (begun) => {
        // Shown at once; what an earlier visit has loaded is complete already.
        client.setQueryData<Event>(queryKey, (complete) => complete ?? begun);
        onBegun?.();
      }),
  });
}

/**
 * An event with all its sessions, which the API sends in pages. `onFirst` is given the event with the first page, and
 * with its next session, which may be on a later one.
 */
export async function eventWithSessions(
  api: typeof publicApi,
  eventId: number,
  signal: AbortSignal,
  onFirst?: (event: Event) => void,
): Promise<Event> {
  const path = { event_id: eventId };
  const responses = await allPages(
    (page) => {
      // The server lets browsers preload the address without a page.
      const query = page === 1 ? {} : { page };
      return dataOf(api.GET("/events/{event_id}", { params: { path, query }, signal }));
    },
    ({ event }) => {
      if (event.sessions_pagination.pages > 1) onFirst?.({ ...event, sessions: withNext(event) });
      return event.sessions_pagination.pages;
    },
  );
  return { ...responses[0].event, sessions: responses.flatMap(({ event }) => event.sessions) };
}

function withNext({ sessions, next_session: next }: Event): Event["sessions"] {
  return next && !sessions.some(({ id }) => id === next.id) ? [...sessions, next] : sessions;
}

/**
 * An event of the reader's own, with what only its facilitator may see: drafts and the meeting link. It has its first
 * hundred sessions; the pages of facilitators page through all of them.
 */
export function ownEventQuery(eventId: number) {
  return queryOptions({
    queryKey: eventKeys.own(eventId),
    queryFn: async ({ signal }) => {
      const path = { event_id: eventId };
      return (await dataOf(mainApi.GET("/events/{event_id}", { params: { path }, signal }))).event;
    },
  });
}
