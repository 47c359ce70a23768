import type { Booking } from "@/shared/api/types";
import type { Order } from "./paymentQueries";

/** How the guest came back from the provider's page, as its address says. */
export type Returned = "paid" | "cancelled" | "declined" | null;

export type PayState =
  | "ready"
  /** The guest says that they paid; the provider has not confirmed it yet. */
  | "waiting"
  | "awaitingBank"
  | "declined"
  | "cancelled"
  | "paid"
  /** The guest has just paid the deposit; the rest can wait. */
  | "depositPaid"
  /** The payment came after the place was gone, and goes back. */
  | "late"
  | "over"
  | "nothing";

const CONFIRMED: readonly string[] = ["booked", "attended", "no_show"];

/** What the pay page shows. The booking and its payments decide; the address only says where the guest comes from. */
export function payState(
  booking: Booking,
  order: Order | undefined,
  returned: Returned,
  now: Date,
): PayState {
  if (CONFIRMED.includes(booking.status)) {
    return isRestToPay(booking) ? restState(booking, order, returned, now) : "paid";
  }
  if (order?.refunds.some(({ kind, state }) => kind === "late" && state !== "failed")) return "late";
  if (booking.status === "expired") return "over";
  if (booking.status !== "held") return "nothing";
  const newest = order?.payments.at(-1)?.state;
  if (newest === "pending") return "awaitingBank";
  if (newest === "captured") return "waiting";
  if (newest === "failed") return "declined";
  if (returned === "paid") return "waiting";
  if (booking.held_until && new Date(booking.held_until) <= now) return "over";
  return returned ?? "ready";
}

/** Whether the deposit is paid and the rest is not. */
export function isRestToPay({ status, rest_cents }: Booking): boolean {
  return CONFIRMED.includes(status) && (rest_cents ?? 0) > 0;
}

function restState(booking: Booking, order: Order | undefined, returned: Returned, now: Date): PayState {
  const newest = order?.payments.at(-1)?.state;
  if (newest === "pending") return "awaitingBank";
  if (returned === "paid") {
    // A checkout of the rest would be the newest payment.
    return newest === "captured" && (order?.rest_cents ?? 0) > 0 ? "depositPaid" : "waiting";
  }
  if (booking.status !== "booked" || new Date(booking.session_end_time) <= now) return "nothing";
  if (newest === "failed") return "declined";
  return returned ?? "ready";
}

/** "14:32" until `until`, "0:00" after it. */
export function countdown(until: string, now: Date): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
