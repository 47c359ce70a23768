import { queryOptions } from "@tanstack/react-query";
import type { components } from "@/shared/api/crm";
import { crmApi } from "@/shared/api/crmApi";
import { dataOf } from "@/shared/api/problem";

type Schemas = components["schemas"];
export type ApprovalRequest = Schemas["ListedRequest"];
export type ApprovalDetail = Schemas["RequestDetail"];
export type DecisionResult = Schemas["DecisionResult"];
export type ApprovalFilters = { kind: "" | "registration" | "repair"; search: string };
export type Decision =
  | { make: "approve" }
  | { make: "decline"; reason: string }
  | { make: "merge"; customerId: number };

/** New requests come in while the page is open. */
const REFETCH_INTERVAL = 5000;

export const approvalKeys = {
  all: ["approvals"],
  list: (show: "waiting" | "history", { kind, search }: ApprovalFilters, page: number) => [
    "approvals",
    show,
    kind,
    search,
    page,
  ],
  one: (requestId: number) => ["approvals", "one", requestId],
} as const;

export function approvalsQuery(show: "waiting" | "history", filters: ApprovalFilters, page: number) {
  const { kind, search } = filters;
  const query = { page, ...(kind ? { kind } : {}), ...(search ? { search } : {}) };
  return queryOptions({
    queryKey: approvalKeys.list(show, filters, page),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      return dataOf(
        show === "waiting"
          ? client.GET("/api/approvals", { params: { query }, signal })
          : client.GET("/api/approvals/history", { params: { query }, signal }),
      );
    },
    placeholderData: (previous) => previous,
    refetchInterval: REFETCH_INTERVAL,
  });
}

/** The first of all that wait, the oldest first. */
export const waitingApprovalsQuery = {
  ...approvalsQuery("waiting", { kind: "", search: "" }, 1),
  refetchInterval: 60_000,
};

export function approvalQuery(requestId: number) {
  return queryOptions({
    queryKey: approvalKeys.one(requestId),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      const { approval } = await dataOf(
        client.GET("/api/approvals/{request_id}", { params: { path: { request_id: requestId } }, signal }),
      );
      return approval;
    },
  });
}

export async function decide(requestId: number, decision: Decision): Promise<ApprovalDetail> {
  const { client } = await crmApi();
  const params = { path: { request_id: requestId } };
  const request =
    decision.make === "approve"
      ? client.POST("/api/approvals/{request_id}/approve", { params })
      : decision.make === "decline"
        ? client.POST("/api/approvals/{request_id}/decline", { params, body: { reason: decision.reason } })
        : client.POST("/api/approvals/{request_id}/merge", {
            params,
            body: { customer_id: decision.customerId },
          });
  return (await dataOf(request)).approval;
}

export async function decideSeveral(
  ids: readonly number[],
  decision: { make: "approve" } | { make: "decline"; reason: string },
): Promise<DecisionResult[]> {
  const { client } = await crmApi();
  const { results } = await dataOf(
    client.POST("/api/approvals/decide", {
      body: {
        ids: [...ids],
        decision: decision.make,
        ...(decision.make === "decline" ? { reason: decision.reason } : {}),
      },
    }),
  );
  return results;
}
