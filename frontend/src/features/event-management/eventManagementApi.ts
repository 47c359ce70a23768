import { type QueryClient, queryOptions, useQueryClient } from "@tanstack/react-query";
import { eventKeys, eventWithSessions } from "@/features/events";
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
/** The fingerprint of the impact that was confirmed, and why something is cancelled. */
type Confirmation = { expected_impact: string; reason?: string };

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

/** An event of the reader's own, with what only its facilitator may see: drafts and the meeting link. */
export function ownEventQuery(eventId: number) {
  return queryOptions({
    queryKey: eventKeys.own(eventId),
    queryFn: ({ signal }) => eventWithSessions(mainApi, eventId, signal),
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
    async changeSession(session: Session, change: SessionChange, query: Confirmation): Promise<void> {
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
    async cancelSession(session: Session, query: Confirmation): Promise<void> {
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

export async function sessionImpact(sessionId: number, change: SessionChange | null): Promise<Impact> {
  const { impact } = await dataOf(
    mainApi.POST("/sessions/{session_id}/impact", {
      params: { path: { session_id: sessionId } },
      body: change ? { change } : {},
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
