import { queryOptions } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

export const SCOPES = ["notifications:send", "notifications:read", "notifications:retry"] as const;
export type Scope = (typeof SCOPES)[number];
export const apiKeyKeys = { all: ["api-keys"], list: (page: number) => ["api-keys", page] } as const;
const PAGE_SIZE = 25;

export function apiKeysQuery(page: number) {
  return queryOptions({
    queryKey: apiKeyKeys.list(page),
    queryFn: ({ signal }) =>
      dataOf(
        mainApi.GET("/api/admin/api-keys", { params: { query: { page, per_page: PAGE_SIZE } }, signal }),
      ),
    placeholderData: (previous) => previous,
  });
}
export type ApiKey = Awaited<
  ReturnType<NonNullable<ReturnType<typeof apiKeysQuery>["queryFn"]>>
>["api_keys"][number];

export function createKey(name: string, scopes: Scope[]) {
  return dataOf(mainApi.POST("/api/admin/api-keys", { body: { name, scopes } }));
}

export function revokeKey(key_id: number) {
  return dataOf(mainApi.POST("/api/admin/api-keys/{key_id}/revoke", { params: { path: { key_id } } }));
}
