import { queryOptions } from "@tanstack/react-query";
import type { components } from "@/shared/api/main";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

type Schemas = components["schemas"];
export type Person = Schemas["PersonOut"];
export type NewInvitation = Schemas["NewInvitation"];
export const ROLES = ["facilitator", "admin"] as const;
export type Role = "user" | "facilitator" | "admin";
const PAGE_SIZE = 25;

export const peopleKeys = {
  all: ["people"],
  list: (search: string, role: string, page: number) => ["people", "list", search, role, page],
  firstStart: ["people", "first-start"],
} as const;

export function peopleQuery(search: string, role: Role | null, page: number) {
  const query = { search, page, per_page: PAGE_SIZE, ...(role ? { role } : {}) };
  return queryOptions({
    queryKey: peopleKeys.list(search, role ?? "", page),
    queryFn: ({ signal }) => dataOf(mainApi.GET("/api/admin/people", { params: { query }, signal })),
    placeholderData: (previous) => previous,
  });
}

export const firstStartQuery = queryOptions({
  queryKey: peopleKeys.firstStart,
  queryFn: ({ signal }) => dataOf(mainApi.GET("/api/admin/first-start", { signal })),
});

export const invite = (body: NewInvitation) => dataOf(mainApi.POST("/api/admin/people", { body }));

/** What an admin does with one account. */
export type Act =
  | { kind: "roles"; roles: Role[] }
  | { kind: "switch-off" }
  | { kind: "switch-on" }
  | { kind: "invite" }
  | { kind: "erase" };

export async function act(user_id: number, what: Act): Promise<unknown> {
  const params = { path: { user_id } };
  if (what.kind === "roles")
    return dataOf(mainApi.PUT("/api/admin/people/{user_id}/roles", { params, body: { roles: what.roles } }));
  if (what.kind === "switch-off")
    return dataOf(mainApi.POST("/api/admin/people/{user_id}/switch-off", { params }));
  if (what.kind === "switch-on")
    return dataOf(mainApi.POST("/api/admin/people/{user_id}/switch-on", { params }));
  if (what.kind === "invite") return dataOf(mainApi.POST("/api/admin/people/{user_id}/invite", { params }));
  return dataOf(mainApi.POST("/api/admin/people/{user_id}/erase", { params }));
}
