import { queryOptions } from "@tanstack/react-query";
import { allPages, withoutRepeats } from "@/shared/api/allPages";
import { crmApi } from "@/shared/api/crmApi";
import { mainApi } from "@/shared/api/mainApi";
import { ApiProblem, dataOf } from "@/shared/api/problem";
import type { BookingStatus } from "@/shared/api/types";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";
import { isTimed } from "./facilitatorTypes";

/** `since` is a time: only bookings that changed after it. */
export type BookingFilters = {
  status: "" | BookingStatus;
  search: string;
  session: number | null;
  since: string | null;
};

const PAGE_SIZE = 20;
/** The most that the API sends at once. */
const MAX_PAGE_SIZE = 100;
/** Milliseconds between requests while the live stream is not connected. */
export const REFETCH_INTERVAL = 10_000;
export const CHART_DAYS = 30;

export const facilitatorKeys = {
  everyone: ["crm"],
  /** Everything that a booking changes. */
  all: (facilitatorId: number) => ["crm", facilitatorId],
  bookings: (facilitatorId: number, filters: BookingFilters, page: number) => [
    "crm",
    facilitatorId,
    "bookings",
    filters,
    page,
  ],
  roster: (facilitatorId: number, sessionId: number) => ["crm", facilitatorId, "roster", sessionId],
  session: (facilitatorId: number, sessionId: number) => ["crm", facilitatorId, "session", sessionId],
  statistics: (facilitatorId: number, zone: string) => ["crm", facilitatorId, "statistics", zone],
  unread: (facilitatorId: number) => ["crm", facilitatorId, "unread"],
  /** A booking changes none, and there may be many pages to reload. */
  sessions: (facilitatorId: number) => ["facilitator-sessions", facilitatorId],
  undecided: (facilitatorId: number) => ["facilitator-sessions", facilitatorId, "undecided"],
  anyEvent: (facilitatorId: number) => ["facilitator-sessions", facilitatorId, "any-event"],
  offer: (sessionId: number) => ["session-offer", sessionId],
  phones: (sessionId: number) => ["guest-phones", sessionId],
} as const;

function asQuery({ status, search, session, since }: BookingFilters) {
  return {
    ...(status && { status }),
    ...(search && { search }),
    ...(session && { session_id: session }),
    ...(since && { changed_since: since }),
  };
}

export function facilitatorBookingsQuery(facilitatorId: number, filters: BookingFilters, page: number) {
  return queryOptions({
    queryKey: facilitatorKeys.bookings(facilitatorId, filters, page),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      return dataOf(
        client.GET("/api/facilitator/{facilitator_id}/bookings", {
          params: {
            path: { facilitator_id: facilitatorId },
            query: { ...asQuery(filters), page, per_page: PAGE_SIZE },
          },
          signal,
        }),
      );
    },
    placeholderData: (previous) => previous,
  });
}

const EVERY: BookingFilters = { status: "", search: "", session: null, since: null };

/** The bookings that changed last. */
export const newestBookingsQuery = (facilitatorId: number) =>
  facilitatorBookingsQuery(facilitatorId, EVERY, 1);

/** Every booking of a session, cancelled ones too, by the guests' names. */
export function rosterQuery(facilitatorId: number, sessionId: number) {
  return queryOptions({
    queryKey: facilitatorKeys.roster(facilitatorId, sessionId),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      const path = { facilitator_id: facilitatorId };
      const responses = await allPages(
        (page) =>
          dataOf(
            client.GET("/api/facilitator/{facilitator_id}/bookings", {
              params: { path, query: { session_id: sessionId, page, per_page: MAX_PAGE_SIZE } },
              signal,
            }),
          ),
        ({ pagination }) => pagination.pages,
      );
      return withoutRepeats(
        responses.flatMap(({ bookings }) => bookings),
        ({ booking_id }) => booking_id,
      ).sort((one, other) => one.user_name.localeCompare(other.user_name));
    },
  });
}

/** The confirmed phone numbers of a session's guests, by booking. The main API has them. */
export function guestPhonesQuery(sessionId: number) {
  return queryOptions({
    queryKey: facilitatorKeys.phones(sessionId),
    queryFn: async ({ signal }) => {
      const path = { session_id: sessionId };
      const responses = await allPages(
        (page) =>
          dataOf(
            mainApi.GET("/sessions/{session_id}/phones", {
              params: { path, query: { page, per_page: MAX_PAGE_SIZE } },
              signal,
            }),
          ),
        ({ pagination }) => pagination.pages,
      );
      return new Map(
        responses.flatMap(({ phones }) => phones).map(({ booking_id, phone }) => [booking_id, phone]),
      );
    },
  });
}

/** What a session costs. The main API knows it. */
export function sessionOfferQuery(sessionId: number) {
  return queryOptions({
    queryKey: facilitatorKeys.offer(sessionId),
    queryFn: async ({ signal }) => {
      const path = { session_id: sessionId };
      return (await dataOf(mainApi.GET("/sessions/{session_id}", { params: { path }, signal }))).session;
    },
  });
}

/** Every session, to choose from. */
export function facilitatorSessionsQuery(facilitatorId: number) {
  return queryOptions({
    queryKey: facilitatorKeys.sessions(facilitatorId),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      const path = { facilitator_id: facilitatorId };
      const responses = await allPages(
        (page) =>
          dataOf(
            client.GET("/api/facilitator/{facilitator_id}/sessions", {
              params: { path, query: { page, per_page: MAX_PAGE_SIZE } },
              signal,
            }),
          ),
        ({ pagination }) => pagination.pages,
      );
      return withoutRepeats(
        responses.flatMap(({ sessions }) => sessions),
        ({ session_id }) => session_id,
      ).filter(isTimed);
    },
  });
}

/** Whether they have an event, a draft counts. */
export function anyEventQuery(facilitatorId: number) {
  return queryOptions({
    queryKey: facilitatorKeys.anyEvent(facilitatorId),
    queryFn: async ({ signal }) => {
      const query = { facilitator_id: facilitatorId, per_page: 1 };
      return (await dataOf(mainApi.GET("/events", { params: { query }, signal }))).events.length > 0;
    },
  });
}

/** Of the next hundred sessions those of which it is not decided whether they run. */
export function undecidedSessionsQuery(facilitatorId: number) {
  return queryOptions({
    queryKey: facilitatorKeys.undecided(facilitatorId),
    queryFn: async ({ signal }) => {
      const query = {
        facilitator_id: facilitatorId,
        from: new Date().toISOString(),
        per_page: MAX_PAGE_SIZE,
      };
      const { sessions } = await dataOf(mainApi.GET("/sessions", { params: { query }, signal }));
      return sessions.filter(
        ({ run_state, status, start_time }) =>
          run_state === "undecided" && status === "scheduled" && new Date(start_time) > new Date(),
      );
    },
  });
}

/** One session, with or without bookings; null if it does not exist. */
export function facilitatorSessionQuery(facilitatorId: number, sessionId: number) {
  return queryOptions({
    queryKey: facilitatorKeys.session(facilitatorId, sessionId),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      const request = client.GET("/api/facilitator/{facilitator_id}/sessions/{session_id}", {
        params: { path: { facilitator_id: facilitatorId, session_id: sessionId } },
        signal,
      });
      try {
        const { session } = await dataOf(request);
        return isTimed(session) ? session : null;
      } catch (problem) {
        if (problem instanceof ApiProblem && problem.status === 404) return null;
        throw problem;
      }
    },
  });
}

/** The figures of the dashboard: upcoming sessions, and bookings of the last days. */
export function facilitatorStatisticsQuery(facilitatorId: number, zone: string) {
  return queryOptions({
    queryKey: facilitatorKeys.statistics(facilitatorId, zone),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      return dataOf(
        client.GET("/api/facilitator/{facilitator_id}/statistics", {
          params: { path: { facilitator_id: facilitatorId }, query: { days: CHART_DAYS, time_zone: zone } },
          signal,
        }),
      );
    },
  });
}

export function unreadQuery(facilitatorId: number) {
  return queryOptions({
    queryKey: facilitatorKeys.unread(facilitatorId),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      return dataOf(
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
  return dataOf(
    client.POST("/api/facilitator/{facilitator_id}/read", {
      params: { path: { facilitator_id: facilitatorId } },
      body: { up_to: upTo },
    }),
  );
}

export async function exportBookings(facilitatorId: number, filters: BookingFilters): Promise<Blob> {
  const { client } = await crmApi();
  return dataOf(
    client.GET("/api/facilitator/{facilitator_id}/bookings.csv", {
      params: {
        path: { facilitator_id: facilitatorId },
        query: { ...asQuery(filters), language: currentLanguage().code },
      },
      parseAs: "blob",
    }),
  );
}
