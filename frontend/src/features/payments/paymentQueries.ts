import { queryOptions, useMutation } from "@tanstack/react-query";
import type { components } from "@/shared/api/main";
import { mainApi, publicApi } from "@/shared/api/mainApi";
import { dataOf, fileOf } from "@/shared/api/problem";
import { saveFile } from "@/shared/ui/saveFile";

type Schemas = components["schemas"];
export type Order = Schemas["OrderOut"];
type Receipt = Order["receipts"][number];
export type SessionPrice = Schemas["SessionPrice"];
export type PriceLine = Schemas["PriceLine"];
export type Cancellation = Schemas["CancellationOut"];
export type Checkout = Schemas["CheckoutOut"];

export const paymentKeys = {
  /** Below the key of bookings: a changed booking may change what is paid for it. */
  orders: ["bookings", "orders"],
  order: (id: number, of: "order" | "booking") => ["bookings", "orders", of, id],
  price: (sessionId: number, offerVersion: number) => ["prices", sessionId, offerVersion],
  cancellation: (bookingId: number) => ["bookings", "cancellation", bookingId],
} as const;

/** An order, by its own number or by that of one of its bookings. */
export function orderQuery(id: number, of: "order" | "booking" = "order") {
  return queryOptions({
    queryKey: paymentKeys.order(id, of),
    queryFn: async ({ signal }) => {
      const response =
        of === "booking"
          ? mainApi.GET("/bookings/{booking_id}/order", { params: { path: { booking_id: id } }, signal })
          : mainApi.GET("/orders/{order_id}", { params: { path: { order_id: id } }, signal });
      return (await dataOf(response)).order;
    },
  });
}

/** What booking a session costs, and what a guest who cancels gets back. */
export function priceQuery(sessionId: number, offerVersion: number) {
  return queryOptions({
    queryKey: paymentKeys.price(sessionId, offerVersion),
    meta: { public: true },
    queryFn: ({ signal }) =>
      dataOf(
        publicApi.GET("/sessions/{session_id}/price", {
          params: { path: { session_id: sessionId } },
          signal,
        }),
      ),
  });
}

/** What cancelling a booking now would give back. */
export function cancellationQuery(bookingId: number) {
  return queryOptions({
    queryKey: paymentKeys.cancellation(bookingId),
    queryFn: ({ signal }) =>
      dataOf(
        mainApi.GET("/bookings/{booking_id}/cancellation", {
          params: { path: { booking_id: bookingId } },
          signal,
        }),
      ),
    // The sum falls with time.
    staleTime: 0,
  });
}

/** The page to pay a held booking on. One that is open already is given again. */
export function openCheckout(bookingId: number): Promise<Checkout> {
  const path = { booking_id: bookingId };
  return dataOf(mainApi.POST("/bookings/{booking_id}/payment", { params: { path } }));
}

/** Says that the guest came back from the provider's page, which is then asked. */
export async function sayReturned(bookingId: number): Promise<void> {
  const path = { booking_id: bookingId };
  await dataOf(mainApi.POST("/bookings/{booking_id}/payment/returned", { params: { path } }));
}

/** Saves a receipt of this order under a name that says what it is for. */
export function useReceiptDownload(orderId: number) {
  return useMutation({
    mutationFn: async ({ number }: Receipt) => {
      const path = { order_id: orderId, number };
      return fileOf(
        await dataOf(
          mainApi.GET("/orders/{order_id}/receipts/{number}.pdf", { params: { path }, parseAs: "blob" }),
        ),
      );
    },
    onSuccess: (file, { number, kind }) => saveFile(file, `receipt-${number}-${kind}.pdf`),
  });
}
