import type { Booking } from "@/shared/api/types";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { paymentWords } from "@/shared/i18n/paymentWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatMoney } from "@/shared/money/format";

const OVER: readonly string[] = ["cancelled", "expired", "refunded"];

/** What a booking costs and whom the guest pays, or what was paid and what came back. Nothing for a free one. */
export function BookingPrice({ booking }: { booking: Booking }) {
  const { t, locale } = useLanguage();
  const p = useWords(paymentWords);
  const { price_cents: cents, price_currency, places, amount_paid: paid, refunded_cents: refunded } = booking;
  const currency = booking.currency ?? price_currency;
  if (!currency) return null;
  const money = (units: number) => formatMoney(units, currency, locale);
  const parts = [];
  if (paid) parts.push(p("money.paid", { amount: money(paid) }));
  if (refunded)
    parts.push(
      p(booking.refund_status === "initiated" ? "money.refunding" : "money.refunded", {
        amount: money(refunded),
      }),
    );
  if (booking.rest_cents && !OVER.includes(booking.status))
    parts.push(p("money.rest", { amount: money(booking.rest_cents) }));
  if (parts.length > 0) return <span>{parts.join(" · ")}</span>;
  if (OVER.includes(booking.status) || !cents) return null;
  const price = money(booking.total_cents ?? cents * places);
  if (booking.payment_terms === "pay_online" || booking.payment_terms === "deposit")
    return <span>{p("money.due", { amount: price })}</span>;
  return <span>{t("booking.payDirectly", { price, name: firstName(booking.facilitator_name) })}</span>;
}
