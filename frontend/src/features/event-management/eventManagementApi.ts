import { infiniteQueryOptions, type QueryClient, queryOptions, useQueryClient } from "@tanstack/react-query";
import { eventKeys } from "@/features/events";
import type { components as crm } from "@/shared/api/crm";
import { crmApi } from "@/shared/api/crmApi";
import type { components } from "@/shared/api/main";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import type { Event, PictureData, Session } from "@/shared/api/types";

type Schemas = components["schemas"];
export type Impact = Schemas["Impact"];
export type NewEvent = Schemas["NewEvent"];
export type NewSession = Schemas["NewSession"];
export type EventChange = Schemas["EventChange"];
export type SessionChange = Schemas["SessionChange"];
export type NewSeries = Schemas["NewSeries"];
export type Series = Schemas["SeriesOut"];
export type Template = Schemas["EventTemplateOut"];
export type EventOfTemplate = Schemas["EventOfTemplate"];
/** Which sessions of a series a change is for. */
export type Scope = Schemas["Scope"];
/** The fingerprint of the impact that was confirmed, and what guests read about the reason. */
export type Confirmation = { expected_impact: string; reason?: string };
type ConfirmationOfSession = Confirmation & { scope: Scope };

/** An event as the CRM lists it. If the main API did not answer (`stale`), some fields are missing. */
export type OwnEvent = crm["schemas"]["OwnEvent"];

export const EVENT_LISTS = ["upcoming", "active", "past", "all"] as const;
export type EventListName = (typeof EVENT_LISTS)[number];

const managementKeys = {
  all: ["event-management"],
  list: (facilitatorId: number, list: EventListName, search: string, page: number) => [
    "event-management",
    facilitatorId,
    "list",
    list,
    search,
    page,
  ],
  defaults: ["event-management", "defaults"],
  series: (eventId: number, asked: object | null) => ["event-management", "series", eventId, asked],
} as const;

/** The facilitator's events with the guests of each, whom the CRM counts. */
export function ownEventsQuery(facilitatorId: number, list: EventListName, search: string, page: number) {
  return queryOptions({
    queryKey: managementKeys.list(facilitatorId, list, search, page),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      return dataOf(
        client.GET("/api/facilitator/{facilitator_id}/events", {
          params: {
            path: { facilitator_id: facilitatorId },
            query: {
              page,
              ...(list === "all" ? {} : { status: list }),
              ...(search ? { search } : {}),
            },
          },
          signal,
        }),
      );
    },
    placeholderData: (previous) => previous,
  });
}

/** What the form of a new event begins with. */
export const eventDefaultsQuery = queryOptions({
  queryKey: managementKeys.defaults,
  queryFn: ({ signal }) => dataOf(mainApi.GET("/events/defaults", { signal })),
  retry: false, // the form does without
});

const SESSIONS_AT_ONCE = 20;

/** The sessions of an own event that have not ended, soonest first, or the past ones, latest first. */
export function ownSessionsQuery(eventId: number, which: "ahead" | "past") {
  return infiniteQueryOptions({
    queryKey: [...eventKeys.own(eventId), "sessions", which],
    queryFn: ({ pageParam, signal }) => {
      const range = which === "past" ? { status: "past" as const } : { from: new Date().toISOString() };
      const query = { event_id: eventId, page: pageParam, per_page: SESSIONS_AT_ONCE, ...range };
      return dataOf(mainApi.GET("/sessions", { params: { query }, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) => (pagination.has_next ? pagination.page + 1 : undefined),
  });
}

export function ownSessionQuery(eventId: number, sessionId: number) {
  return queryOptions({
    queryKey: [...eventKeys.own(eventId), "session", sessionId],
    queryFn: async ({ signal }) => {
      const path = { session_id: sessionId };
      return (await dataOf(mainApi.GET("/sessions/{session_id}", { params: { path }, signal }))).session;
    },
  });
}

const ANY_SESSION = { capacity: 1, price_cents: 0, currency: "EUR" };

/** The dates of a series that is not made yet, so its price and places don't matter. */
export function seriesPreviewQuery(
  eventId: number,
  asked: Pick<NewSeries, "rule" | "start_time" | "end_time"> | null,
) {
  return queryOptions({
    queryKey: managementKeys.series(eventId, asked),
    queryFn: async ({ signal }) => {
      const { series } = await dataOf(
        mainApi.POST("/events/{event_id}/series/preview", {
          params: { path: { event_id: eventId } },
          body: { ...(asked ?? { rule: "", start_time: "", end_time: "" }), ...ANY_SESSION },
          signal,
        }),
      );
      return series;
    },
    enabled: asked !== null,
    retry: false,
    placeholderData: (previous) => previous,
  });
}

/** What a facilitator can do with their events. Each change refreshes what shows the event. */
export function useEventManagement() {
  const queryClient = useQueryClient();
  return {
    async createEvent(body: NewEvent): Promise<Event> {
      const { event } = await dataOf(mainApi.POST("/events", { body }));
      refreshLists(queryClient);
      return event;
    },
    async duplicateEvent(eventId: number, firstStart: string): Promise<Event> {
      const { event } = await dataOf(
        mainApi.POST("/events/{event_id}/duplicate", {
          params: { path: { event_id: eventId } },
          body: { first_start: firstStart },
        }),
      );
      refreshLists(queryClient);
      return event;
    },
    async publishEvent(eventId: number): Promise<void> {
      await dataOf(mainApi.POST("/events/{event_id}/publish", { params: { path: { event_id: eventId } } }));
      await refreshEvent(queryClient, eventId);
    },
    async addSession(eventId: number, body: NewSession): Promise<void> {
      const path = { event_id: eventId };
      await dataOf(mainApi.POST("/events/{event_id}/sessions", { params: { path }, body }));
      await refreshEvent(queryClient, eventId);
    },
    async addSeries(eventId: number, body: NewSeries): Promise<Series> {
      const path = { event_id: eventId };
      const { series } = await dataOf(mainApi.POST("/events/{event_id}/series", { params: { path }, body }));
      await refreshEvent(queryClient, eventId);
      return series;
    },
    async changeEvent(eventId: number, change: EventChange, query: Confirmation): Promise<void> {
      const path = { event_id: eventId };
      await dataOf(mainApi.PATCH("/events/{event_id}", { params: { path, query }, body: change }));
      await refreshEvent(queryClient, eventId);
    },
    async setPictures(eventId: number, pictures: readonly PictureData[]): Promise<PictureData[]> {
      const body = { pictures: pictures.map(({ id, alt, focus }) => ({ id, alt, focus })) };
      const path = { event_id: eventId };
      const saved = await dataOf(mainApi.PUT("/events/{event_id}/pictures", { params: { path }, body }));
      await refreshEvent(queryClient, eventId);
      return saved.pictures;
    },
    async changeSession(
      session: Session,
      change: SessionChange,
      query: ConfirmationOfSession,
    ): Promise<void> {
      const path = { session_id: session.id };
      await dataOf(mainApi.PATCH("/sessions/{session_id}", { params: { path, query }, body: change }));
      await refreshEvent(queryClient, session.event_id);
    },
    async confirmSession(session: Session): Promise<void> {
      const path = { session_id: session.id };
      await dataOf(mainApi.POST("/sessions/{session_id}/confirm", { params: { path } }));
      await refreshEvent(queryClient, session.event_id);
    },
    async cancelEvent(event: Event, query: Confirmation): Promise<void> {
      const path = { event_id: event.id };
      await dataOf(mainApi.DELETE("/events/{event_id}", { params: { path, query } }));
      // A draft is deleted: its page has nothing to show any more.
      if (event.draft) refreshLists(queryClient);
      else await refreshEvent(queryClient, event.id);
    },
    async cancelSession(session: Session, query: ConfirmationOfSession): Promise<void> {
      const path = { session_id: session.id };
      await dataOf(mainApi.DELETE("/sessions/{session_id}", { params: { path, query } }));
      await refreshEvent(queryClient, session.event_id);
    },
  };
}

/** The impact of a change, or of cancelling if `change` is null. */
export async function eventImpact(eventId: number, change: EventChange | null): Promise<Impact> {
  const { impact } = await dataOf(
    mainApi.POST("/events/{event_id}/impact", {
      params: { path: { event_id: eventId } },
      body: change ? { change } : {},
    }),
  );
  return impact;
}

export async function sessionImpact(
  sessionId: number,
  change: SessionChange | null,
  scope: Scope,
): Promise<Impact> {
  const { impact } = await dataOf(
    mainApi.POST("/sessions/{session_id}/impact", {
      params: { path: { session_id: sessionId } },
      body: change ? { change, scope } : { scope },
    }),
  );
  return impact;
}

/** Lists are reloaded when they are shown next. */
function refreshLists(queryClient: QueryClient): void {
  for (const queryKey of [managementKeys.all, eventKeys.months, eventKeys.pages])
    void queryClient.invalidateQueries({ queryKey });
}

async function refreshEvent(queryClient: QueryClient, eventId: number): Promise<void> {
  refreshLists(queryClient);
  void queryClient.invalidateQueries({ queryKey: eventKeys.one(eventId) });
  await queryClient.invalidateQueries({ queryKey: eventKeys.own(eventId) });
}
