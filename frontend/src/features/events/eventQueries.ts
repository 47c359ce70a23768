import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { paths } from "@/shared/api/main";
import { publicApi } from "@/shared/api/mainApi";
import { answerOf } from "@/shared/api/problem";

export type EventSearch = Omit<
  NonNullable<paths["/events"]["get"]["parameters"]["query"]>,
  "page" | "per_page"
>;

const PAGE_SIZE = 12;

export function eventsQuery(search: EventSearch) {
  return infiniteQueryOptions({
    queryKey: ["events", "pages", search],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
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

/** Everything of a month at once, for the calendar. */
export function monthQuery(search: EventSearch) {
  return queryOptions({
    queryKey: ["sessions", "month", search],
    queryFn: ({ signal }) =>
      answerOf(publicApi.GET("/sessions", { params: { query: { ...search, per_page: 100 } }, signal })),
    placeholderData: (previous) => previous,
  });
}

/** Who has something coming up: the choices of the facilitator filter. */
export const facilitatorsQuery = queryOptions({
  queryKey: ["events", "facilitators"],
  queryFn: async ({ signal }) => {
    const { events } = await answerOf(
      publicApi.GET("/events", { params: { query: { status: "upcoming", per_page: 100 } }, signal }),
    );
    const names = new Map(events.map((event) => [event.facilitator_id, event.facilitator_name]));
    return [...names]
      .map(([id, name]) => ({ id, name }))
      .sort((one, other) => one.name.localeCompare(other.name));
  },
  staleTime: 5 * 60_000,
});

export function eventQuery(eventId: number) {
  return queryOptions({
    queryKey: ["events", "one", eventId],
    queryFn: async ({ signal }) => {
      const answer = await answerOf(
        publicApi.GET("/events/{event_id}", { params: { path: { event_id: eventId } }, signal }),
      );
      return answer.event;
    },
  });
}
