import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { facilitatorKeys } from "@/features/facilitator";
import { paymentKeys } from "@/features/payments";
import type { components } from "@/shared/api/main";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf, fileOf } from "@/shared/api/problem";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";

type Schemas = components["schemas"];
export type DoorMethod = Schemas["Method"];
export type Statement = Schemas["StatementOut"];
export type MoneyCheck = Schemas["MoneyCheckOut"];

const moneyKeys = {
  statement: (facilitatorId: number, month: string) => ["statements", facilitatorId, month],
  statements: ["statements"],
  check: ["money-check"],
} as const;

export function statementQuery(facilitatorId: number, month: string) {
  return queryOptions({
    queryKey: moneyKeys.statement(facilitatorId, month),
    queryFn: async ({ signal }) => {
      const query = { facilitator_id: facilitatorId, month };
      return (await dataOf(mainApi.GET("/api/money/statements", { params: { query }, signal }))).statement;
    },
    placeholderData: (previous) => previous,
  });
}

export async function exportStatement(facilitatorId: number, month: string): Promise<Blob> {
  const query = { facilitator_id: facilitatorId, month, language: currentLanguage().code };
  return fileOf(
    await dataOf(mainApi.GET("/api/money/statements.csv", { params: { query }, parseAs: "blob" })),
  );
}

export const checkQuery = queryOptions({
  queryKey: moneyKeys.check,
  queryFn: ({ signal }) => dataOf(mainApi.GET("/api/money/check", { signal })),
});

/** What facilitators and admins do with money. Each change refreshes what shows it. */
export function useMoneyChanges() {
  const queryClient = useQueryClient();
  const refresh = () => {
    for (const queryKey of [paymentKeys.orders, moneyKeys.statements, facilitatorKeys.everyone])
      void queryClient.invalidateQueries({ queryKey });
  };
  return {
    async checkMoney(): Promise<void> {
      queryClient.setQueryData(checkQuery.queryKey, await dataOf(mainApi.POST("/api/money/check")));
    },
    async refund(orderId: number, amountCents: number, reason: string): Promise<void> {
      const path = { order_id: orderId };
      const body = { amount_cents: amountCents, reason };
      await dataOf(mainApi.POST("/orders/{order_id}/refunds", { params: { path }, body }));
      refresh();
    },
    async markPaid(bookingId: number, method: DoorMethod): Promise<void> {
      const path = { booking_id: bookingId };
      await dataOf(mainApi.POST("/bookings/{booking_id}/paid", { params: { path }, body: { method } }));
      refresh();
    },
    async markUnpaid(bookingId: number, reason: string): Promise<void> {
      const path = { booking_id: bookingId };
      await dataOf(mainApi.POST("/bookings/{booking_id}/unpaid", { params: { path }, body: { reason } }));
      refresh();
    },
  };
}
