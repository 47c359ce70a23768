import { queryOptions } from "@tanstack/react-query";
import { publicApi } from "@/shared/api/mainApi";
import { ApiProblem, dataOf } from "@/shared/api/problem";

export const linkKeys = { one: (token: string) => ["links", token] } as const;

/** What a signed link is for. Reading it changes nothing: mail scanners open every link. */
export function linkQuery(token: string) {
  return queryOptions({
    queryKey: linkKeys.one(token),
    // Whoever has the link may see this, signed in or not.
    meta: { public: true },
    queryFn: ({ signal }) => dataOf(publicApi.GET("/links/{token}", { params: { path: { token } }, signal })),
  });
}

export async function cancelByLink(token: string) {
  const response = await dataOf(publicApi.POST("/links/{token}/cancel", { params: { path: { token } } }));
  return response.booking;
}

export async function unsubscribeByLink(token: string): Promise<void> {
  await dataOf(publicApi.POST("/links/{token}/unsubscribe", { params: { path: { token } } }));
}

export type LinkFault = "expired" | "unknown";

/** What is wrong with the link itself; null for problems that a retry may solve. */
export function linkFault(problem: unknown): LinkFault | null {
  if (!(problem instanceof ApiProblem)) return null;
  if (problem.status === 410) return "expired";
  return problem.status === 404 || problem.status === 400 ? "unknown" : null;
}
