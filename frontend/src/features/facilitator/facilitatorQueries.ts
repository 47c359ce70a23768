import { queryOptions } from "@tanstack/react-query";
import { crmApi } from "@/shared/api/crmApi";
import { answerOf } from "@/shared/api/problem";
import type { DayFigures, FacilitatorBooking, FacilitatorSession, Pages } from "./facilitatorTypes";

export type BookingFilters = { status: "" | "booked" | "cancelled"; search: string; session: number | null };

const PAGE_SIZE = 20;
/** While the stream is away the pages ask by themselves, so that nothing is older than this. */
export const ASK_EVERY = 10_000;
export const CHART_DAYS = 30;

function asQuery({ status, search, session }: BookingFilters) {
  return { ...(status && { status }), ...(search && { search }), ...(session && { session_id: session }) };
}

export function facilitatorBookingsQuery(
  facilitatorId: number,
  filters: BookingFilters,
  page: number,
  size = PAGE_SIZE,
) {
  return queryOptions({
    queryKey: ["crm", facilitatorId, "bookings", filters, page, size],
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      const answer = await answerOf(
        client.GET("/api/facilitator/{facilitator_id}/bookings", {
          params: {
            path: { facilitator_id: facilitatorId },
            query: { ...asQuery(filters), page, per_page: size },
          },
          signal,
        }),
      );
      return answer as unknown as { bookings: FacilitatorBooking[]; pagination: Pages };
    },
    placeholderData: (previous) => previous,
  });
}

export function facilitatorSessionsQuery(facilitatorId: number) {
  return queryOptions({
    queryKey: ["crm", facilitatorId, "sessions"],
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      const answer = await answerOf(
        client.GET("/api/facilitator/{facilitator_id}/sessions", {
          params: { path: { facilitator_id: facilitatorId } },
          signal,
        }),
      );
      return answer.sessions as unknown as FacilitatorSession[];
    },
  });
}

export function facilitatorDaysQuery(facilitatorId: number, zone: string) {
  return queryOptions({
    queryKey: ["crm", facilitatorId, "statistics", zone],
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      const answer = await answerOf(
        client.GET("/api/facilitator/{facilitator_id}/statistics", {
          params: { path: { facilitator_id: facilitatorId }, query: { days: CHART_DAYS, time_zone: zone } },
          signal,
        }),
      );
      return answer.days as unknown as DayFigures[];
    },
  });
}

export function unreadQuery(facilitatorId: number) {
  return queryOptions({
    queryKey: ["crm", facilitatorId, "unread"],
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      return answerOf(
        client.GET("/api/facilitator/{facilitator_id}/unread", {
          params: { path: { facilitator_id: facilitatorId } },
          signal,
        }),
      );
    },
  });
}

export async function markRead(facilitatorId: number, upTo: number) {
  const { client } = await crmApi();
  return answerOf(
    client.POST("/api/facilitator/{facilitator_id}/read", {
      params: { path: { facilitator_id: facilitatorId } },
      body: { up_to: upTo },
    }),
  );
}

export async function exportBookings(facilitatorId: number, filters: BookingFilters): Promise<Blob> {
  const { client } = await crmApi();
  const file = await answerOf(
    client.GET("/api/facilitator/{facilitator_id}/bookings.csv", {
      params: { path: { facilitator_id: facilitatorId }, query: asQuery(filters) },
      parseAs: "blob",
    }),
  );
  return file as unknown as Blob;
}
