import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { allPages } from "@/shared/api/allPages";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import type { Booking } from "@/shared/api/types";

export const BOOKING_LISTS = ["upcoming", "past", "cancelled"] as const;
export type BookingListName = (typeof BOOKING_LISTS)[number];
/** What was cancelled is also what expired or was refunded. */
const API_STATUS = { upcoming: "upcoming", past: "past", cancelled: "ended" } as const;

export const bookingKeys = {
  all: ["bookings"],
  lists: ["bookings", "mine"],
  list: (status: BookingListName) => ["bookings", "mine", status],
  bySession: ["bookings", "by-session"],
  one: (bookingId: number) => ["bookings", "one", bookingId],
  timelines: ["bookings", "timeline"],
  timeline: (bookingId: number) => ["bookings", "timeline", bookingId],
  calendarFeed: ["bookings", "feed"],
} as const;

export function myBookingsQuery(status: BookingListName) {
  return infiniteQueryOptions({
    queryKey: bookingKeys.list(status),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        mainApi.GET("/bookings/my-bookings", {
          params: { query: { status: API_STATUS[status], page: pageParam, per_page: 20 } },
          signal,
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) => (pagination.has_next ? pagination.page + 1 : undefined),
  });
}

/** The reader's upcoming bookings by session, for the pages of events. */
export type BookedSessions = ReadonlyMap<number, Booking>;

export const bookedSessionsQuery = queryOptions({
  queryKey: bookingKeys.bySession,
  queryFn: async ({ signal }) => {
    const responses = await allPages(
      (page) =>
        dataOf(
          mainApi.GET("/bookings/my-bookings", {
            params: { query: { status: "upcoming", page, per_page: 100 } },
            signal,
          }),
        ),
      ({ pagination }) => pagination.pages,
    );
    return new Map(
      responses.flatMap(({ bookings }) => bookings).map((booking) => [booking.session_id, booking]),
    );
  },
});

export function bookingQuery(bookingId: number) {
  return queryOptions({
    queryKey: bookingKeys.one(bookingId),
    queryFn: async ({ signal }) => {
      const response = await dataOf(
        mainApi.GET("/bookings/{booking_id}", { params: { path: { booking_id: bookingId } }, signal }),
      );
      return response.booking;
    },
  });
}

/** Records that the guest has seen that the facilitator moved or cancelled the session. */
export async function markSeen(bookingId: number): Promise<void> {
  await dataOf(mainApi.POST("/bookings/{booking_id}/seen", { params: { path: { booking_id: bookingId } } }));
}

export function timelineQuery(bookingId: number) {
  return queryOptions({
    queryKey: bookingKeys.timeline(bookingId),
    queryFn: async ({ signal }) => {
      const response = await dataOf(
        mainApi.GET("/bookings/{booking_id}/timeline", {
          params: { path: { booking_id: bookingId } },
          signal,
        }),
      );
      return response.timeline;
    },
  });
}
