import type { BookingStatus } from "@/shared/api/types";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import type { FacilitatorBooking } from "./facilitatorTypes";

const METHODS = ["cash", "card", "transfer"] as const;
const UNPAYABLE: ReadonlySet<string> = new Set<BookingStatus>(["cancelled", "expired", "refunded"]);

/** What a guest paid for a booking and how, what is to pay, and what went back. Nothing for a free booking. */
export function GuestPayment({ booking, className }: { booking: FacilitatorBooking; className?: string }) {
  const parts = paymentParts(booking);
  return parts.length > 0 ? <span className={className}>{parts.join(" · ")}</span> : null;
}

function paymentParts(booking: FacilitatorBooking): string[] {
  const { currency, status } = booking;
  if (!currency) return [];
  const money = (cents: number) => formatMoney(cents, currency, staffLocale());
  const paid = booking.amount_paid ?? 0;
  const refunded = booking.refunded_cents ?? 0;
  const due = (booking.total_cents ?? 0) - paid;
  // Who paid at the door before the facilitator cancelled gets everything back, from hand to hand.
  const owed = booking.payment_method && booking.cancel_reason ? paid - refunded : 0;
  const parts = [];
  if (paid > 0) parts.push(paidText(booking, money(paid)));
  if (due > 0 && !UNPAYABLE.has(status)) parts.push(t("payment.due", { amount: money(due) }));
  if (refunded > 0) parts.push(t(`payment.${refundWords(booking)}`, { amount: money(refunded) }));
  if (owed > 0 && UNPAYABLE.has(status)) parts.push(t("payment.giveBack", { amount: money(owed) }));
  return parts;
}

function paidText({ payment_method: method }: FacilitatorBooking, amount: string): string {
  return method
    ? t("payment.paidAtTheDoor", { amount, how: methodWord(method) })
    : t("payment.paid", { amount });
}

/** How the facilitator was paid, in a word; the code itself if this release does not know it. */
export function methodWord(method: string): string {
  const known = METHODS.find((one) => one === method);
  return known ? t(`payment.method.${known}`) : method;
}

function refundWords({ refund_status: state }: FacilitatorBooking) {
  if (state === "initiated") return "refunding";
  return state === "failed" ? "refundFailed" : "refunded";
}
