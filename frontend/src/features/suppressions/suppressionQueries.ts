import { queryOptions } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

export const suppressionKeys = {
  all: ["suppressions"],
  list: (search: string, page: number) => ["suppressions", search, page],
} as const;
const PAGE_SIZE = 25;

export function suppressionsQuery(search: string, page: number) {
  return queryOptions({
    queryKey: suppressionKeys.list(search, page),
    queryFn: ({ signal }) =>
      dataOf(
        mainApi.GET("/api/admin/suppressions", {
          params: { query: { search, page, per_page: PAGE_SIZE } },
          signal,
        }),
      ),
    placeholderData: (previous) => previous,
  });
}
export type Suppression = Awaited<
  ReturnType<NonNullable<ReturnType<typeof suppressionsQuery>["queryFn"]>>
>["suppressions"][number];

export function addSuppression(address: string, reason: string) {
  return dataOf(mainApi.POST("/api/admin/suppressions", { body: { address, reason } }));
}

export function removeSuppression(suppression_id: number) {
  return dataOf(
    mainApi.DELETE("/api/admin/suppressions/{suppression_id}", { params: { path: { suppression_id } } }),
  );
}
