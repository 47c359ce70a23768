import { queryOptions } from "@tanstack/react-query";
import type { components, paths } from "@/shared/api/main";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

type Schemas = components["schemas"];
export type Integration = Schemas["Integration"];
export type Channel = Schemas["ChannelOut"];
export type Alert = Schemas["AlertOut"];
export type Delivery = Schemas["DeliveryOut"];
export type Check = Schemas["CheckOut"];
export type Attempt = Schemas["AttemptOut"];
export type DeliveryFilters = Omit<
  NonNullable<paths["/api/crm/integration/deliveries"]["get"]["parameters"]["query"]>,
  "page" | "per_page"
>;
/** Selects dead letters: those that match every field. */
export type Choice = {
  ids?: number[];
  channel?: string;
  booking_id?: number;
  error?: string;
  since?: string;
  until?: string;
};

export const REFETCH_INTERVAL = 5000;
const PAGE_SIZE = 25;

export const integrationKeys = {
  all: ["integration"],
  status: ["integration", "status"],
  alerts: ["integration", "alerts"],
  deliveries: (filters: DeliveryFilters, page: number) => ["integration", "deliveries", filters, page],
  delivery: (messageId: number) => ["integration", "delivery", messageId],
  readiness: (service: "main" | "crm") => ["readiness", service],
} as const;

export const integrationQuery = queryOptions({
  queryKey: integrationKeys.status,
  queryFn: ({ signal }) => dataOf(mainApi.GET("/api/crm/integration", { signal })),
  refetchInterval: REFETCH_INTERVAL,
});

export const alertsQuery = queryOptions({
  queryKey: integrationKeys.alerts,
  queryFn: async ({ signal }) =>
    (await dataOf(mainApi.GET("/api/crm/integration/alerts", { signal }))).alerts,
  refetchInterval: REFETCH_INTERVAL,
});

export function deliveriesQuery(filters: DeliveryFilters, page: number) {
  return queryOptions({
    queryKey: integrationKeys.deliveries(filters, page),
    queryFn: ({ signal }) =>
      dataOf(
        mainApi.GET("/api/crm/integration/deliveries", {
          params: { query: { ...filters, page, per_page: PAGE_SIZE } },
          signal,
        }),
      ),
    placeholderData: (previous) => previous,
    refetchInterval: REFETCH_INTERVAL,
  });
}

export function deliveryQuery(messageId: number) {
  return queryOptions({
    queryKey: integrationKeys.delivery(messageId),
    queryFn: async ({ signal }) => {
      const response = await dataOf(
        mainApi.GET("/api/crm/integration/deliveries/{message_id}", {
          params: { path: { message_id: messageId } },
          signal,
        }),
      );
      return response.delivery;
    },
    refetchInterval: REFETCH_INTERVAL,
  });
}

export async function retryDeliveries(choice: Choice): Promise<number> {
  const response = await dataOf(
    mainApi.PATCH("/api/crm/integration/retry-failed", {
      body: choice,
    }),
  );
  return response.retried;
}

export async function discardDeliveries(choice: Choice, reason: string): Promise<number> {
  const response = await dataOf(
    mainApi.POST("/api/crm/integration/discard", { body: { ...choice, reason } }),
  );
  return response.discarded;
}

export function pauseChannel(channel: string, reason: string) {
  return dataOf(
    mainApi.POST("/api/crm/integration/channels/{channel}/pause", {
      params: { path: { channel } },
      body: { reason },
    }),
  );
}

export function resumeChannel(channel: string) {
  return dataOf(
    mainApi.POST("/api/crm/integration/channels/{channel}/resume", { params: { path: { channel } } }),
  );
}

export const checkQuery = queryOptions({
  queryKey: ["integration", "check"],
  queryFn: async ({ signal }) => (await dataOf(mainApi.GET("/api/crm/integration/check", { signal }))).check,
});

export function checkCrm() {
  return dataOf(mainApi.POST("/api/crm/integration/check"));
}

export function resyncCrm() {
  return dataOf(mainApi.POST("/api/crm/integration/resync"));
}

export function testLive() {
  return dataOf(mainApi.POST("/api/crm/integration/test"));
}
