import type { Booking } from "@/shared/api/types";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatMoney } from "@/shared/money/format";

/** What a booking costs, as it was when it was made, and whom the guest pays. Nothing for a free one. */
export function BookingPrice({ booking }: { booking: Booking }) {
  const { t, locale } = useLanguage();
  const { price_cents: cents, price_currency: currency, places } = booking;
  if (booking.status === "cancelled" || !cents || !currency) return null;
  const price = formatMoney(cents * places, currency, locale);
  return <span>{t("booking.payDirectly", { price, name: firstName(booking.facilitator_name) })}</span>;
}
