import { queryOptions } from "@tanstack/react-query";
import { eventWithSessions } from "@/features/events/eventQueries";
import type { components as crm } from "@/shared/api/crm";
import { crmApi } from "@/shared/api/crmApi";
import type { components } from "@/shared/api/main";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

type Schemas = components["schemas"];
type CrmSchemas = crm["schemas"];
export type Impact = CrmSchemas["Impact"];
export type NewEvent = Schemas["NewEvent"];
export type NewSession = Schemas["NewSession"];
export type EventChange = Schemas["EventChange"];
export type SessionChange = Schemas["SessionChange"];

/** An event as the CRM lists it. If the main API did not answer (`stale`), some fields are missing. */
export type OwnEvent = CrmSchemas["OwnEvent"];

export const EVENT_LISTS = ["upcoming", "active", "past", "all"] as const;
export type EventListName = (typeof EVENT_LISTS)[number];

/** A body that the CRM passes on to the main API, which describes it. */
type PassedOn = Record<string, unknown>;
type Confirmation = { expected_impact?: string; reason?: string };

export function ownEventsQuery(facilitatorId: number, list: EventListName, search: string, page: number) {
  return queryOptions({
    queryKey: ["event-management", facilitatorId, "list", list, search, page],
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

/** What a facilitator can do with their events. The main API decides about every change. */
export function eventManagement(facilitatorId: number) {
  const path = { facilitator_id: facilitatorId };
  return {
    async createEvent(body: NewEvent): Promise<{ id: number }> {
      const { client } = await crmApi();
      const response = await dataOf(
        client.POST("/api/facilitator/{facilitator_id}/events", { params: { path }, body: body as PassedOn }),
      );
      return response.event;
    },
    async duplicateEvent(eventId: number, firstStart: string): Promise<{ id: number }> {
      const { client } = await crmApi();
      const response = await dataOf(
        client.POST("/api/facilitator/{facilitator_id}/events/{event_id}/duplicate", {
          params: { path: { ...path, event_id: eventId } },
          body: { first_start: firstStart },
        }),
      );
      return response.event;
    },
    async publishEvent(eventId: number): Promise<void> {
      await dataOf(mainApi.POST("/events/{event_id}/publish", { params: { path: { event_id: eventId } } }));
    },
    async addSession(eventId: number, body: NewSession): Promise<void> {
      const { client } = await crmApi();
      await dataOf(
        client.POST("/api/facilitator/{facilitator_id}/events/{event_id}/sessions", {
          params: { path: { ...path, event_id: eventId } },
          body: body as PassedOn,
        }),
      );
    },
    /** The impact of a change, or of cancelling if `change` is null. */
    async eventImpact(eventId: number, change: EventChange | null): Promise<Impact> {
      const { client } = await crmApi();
      const response = await dataOf(
        client.POST("/api/facilitator/{facilitator_id}/events/{event_id}/impact", {
          params: { path: { ...path, event_id: eventId } },
          body: change ? { change } : {},
        }),
      );
      return response.impact;
    },
    async sessionImpact(sessionId: number, change: SessionChange | null): Promise<Impact> {
      const { client } = await crmApi();
      const response = await dataOf(
        client.POST("/api/facilitator/{facilitator_id}/sessions/{session_id}/impact", {
          params: { path: { ...path, session_id: sessionId } },
          body: change ? { change } : {},
        }),
      );
      return response.impact;
    },
    async changeEvent(eventId: number, change: EventChange, confirmation: Confirmation): Promise<void> {
      const { client } = await crmApi();
      await dataOf(
        client.PUT("/api/facilitator/{facilitator_id}/events/{event_id}", {
          params: { path: { ...path, event_id: eventId }, query: confirmation },
          body: change as PassedOn,
        }),
      );
    },
    async changeSession(sessionId: number, change: SessionChange, confirmation: Confirmation): Promise<void> {
      const { client } = await crmApi();
      await dataOf(
        client.PUT("/api/facilitator/{facilitator_id}/sessions/{session_id}", {
          params: { path: { ...path, session_id: sessionId }, query: confirmation },
          body: change as PassedOn,
        }),
      );
    },
    async confirmSession(sessionId: number): Promise<void> {
      const path = { session_id: sessionId };
      await dataOf(mainApi.POST("/sessions/{session_id}/confirm", { params: { path } }));
    },
    async cancelEvent(eventId: number, confirmation: Confirmation): Promise<void> {
      const { client } = await crmApi();
      await dataOf(
        client.DELETE("/api/facilitator/{facilitator_id}/events/{event_id}", {
          params: { path: { ...path, event_id: eventId }, query: confirmation },
        }),
      );
    },
    async cancelSession(sessionId: number, confirmation: Confirmation): Promise<void> {
      const { client } = await crmApi();
      await dataOf(
        client.DELETE("/api/facilitator/{facilitator_id}/sessions/{session_id}", {
          params: { path: { ...path, session_id: sessionId }, query: confirmation },
        }),
      );
    },
  };
}

/** An event of the reader's own, with what only its facilitator may see: drafts and the meeting link. */
export function ownEventQuery(eventId: number) {
  return queryOptions({
    queryKey: ["events", "own", eventId],
    queryFn: ({ signal }) => eventWithSessions(mainApi, eventId, signal),
  });
}
