import { queryOptions } from "@tanstack/react-query";
import { facilitatorKeys } from "@/features/facilitator";
import type { components } from "@/shared/api/crm";
import { crmApi } from "@/shared/api/crmApi";
import { dataOf } from "@/shared/api/problem";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";

export type Guest = components["schemas"]["Guest"];
export type GuestNotes = components["schemas"]["GuestNotes"];

const guestKeys = {
  list: (facilitatorId: number, search: string, page: number) => [
    ...facilitatorKeys.all(facilitatorId),
    "guests",
    search,
    page,
  ],
  one: (facilitatorId: number, userId: number) => [...facilitatorKeys.all(facilitatorId), "guest", userId],
} as const;

export function guestsQuery(facilitatorId: number, search: string, page: number) {
  return queryOptions({
    queryKey: guestKeys.list(facilitatorId, search, page),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      return dataOf(
        client.GET("/api/facilitator/{facilitator_id}/guests", {
          params: {
            path: { facilitator_id: facilitatorId },
            query: { page, ...(search ? { search } : {}) },
          },
          signal,
        }),
      );
    },
    placeholderData: (previous) => previous,
  });
}

export function guestQuery(facilitatorId: number, userId: number) {
  return queryOptions({
    queryKey: guestKeys.one(facilitatorId, userId),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      return dataOf(
        client.GET("/api/facilitator/{facilitator_id}/guests/{user_id}", {
          params: { path: { facilitator_id: facilitatorId, user_id: userId } },
          signal,
        }),
      );
    },
  });
}

export async function writeNotes(facilitatorId: number, userId: number, text: string): Promise<GuestNotes> {
  const { client } = await crmApi();
  const response = await dataOf(
    client.PUT("/api/facilitator/{facilitator_id}/guests/{user_id}/notes", {
      params: { path: { facilitator_id: facilitatorId, user_id: userId } },
      body: { text },
    }),
  );
  return response.notes;
}

export async function exportGuests(facilitatorId: number, search: string): Promise<Blob> {
  const { client } = await crmApi();
  return dataOf(
    client.GET("/api/facilitator/{facilitator_id}/guests.csv", {
      params: {
        path: { facilitator_id: facilitatorId },
        query: { ...(search && { search }), language: currentLanguage().code },
      },
      parseAs: "blob",
    }),
  );
}
