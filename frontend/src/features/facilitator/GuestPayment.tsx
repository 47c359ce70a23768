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
  const parts = [];
  if (paid > 0) parts.push(paidText(booking, money(paid)));
  if (due > 0 && !UNPAYABLE.has(status)) parts.push(t("payment.due", { amount: money(due) }));
  if (refunded > 0) parts.push(t(`payment.${refundWords(booking)}`, { amount: money(refunded) }));
  return parts;
}

function paidText({ payment_method: method }: FacilitatorBooking, amount: string): string {
  const known = METHODS.find((one) => one === method);
  if (known) return t("payment.paidAtTheDoor", { amount, how: t(`payment.method.${known}`) });
  return method ? t("payment.paidAtTheDoor", { amount, how: method }) : t("payment.paid", { amount });
}

function refundWords({ refund_status: state }: FacilitatorBooking) {
  if (state === "initiated") return "refunding";
  return state === "failed" ? "refundFailed" : "refunded";
}
