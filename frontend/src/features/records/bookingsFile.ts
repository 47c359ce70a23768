import { csvFile } from "@/shared/csv";
import type { RecordsT } from "@/shared/i18n/recordWords";
import { decimalAmount } from "@/shared/money/format";
import { dayKey, formatClock } from "@/shared/time/format";
import type { StudioBooking } from "./recordQueries";

/** Bookings for a spreadsheet: local times of the sessions, amounts with decimals. */
export function bookingsFile(t: RecordsT, bookings: readonly StudioBooking[]): Blob {
  return csvFile([
    [
      t("file.number"),
      t("bookings.guest"),
      t("file.email"),
      t("file.event"),
      t("file.start"),
      t("list.facilitator"),
      t("list.state"),
      t("file.placesOf"),
      t("file.total"),
      t("file.paid"),
      t("file.refunded"),
      t("file.open"),
      t("file.currency"),
      t("file.booked"),
    ],
    ...bookings.map((booking) => {
      const zone = booking.session_time_zone;
      const amount = (cents: number | null) =>
        cents === null || booking.currency === null ? "" : decimalAmount(cents, booking.currency);
      return [
        String(booking.id),
        booking.user_name,
        booking.user_email,
        booking.event_title,
        local(booking.session_time, zone),
        booking.facilitator_name,
        t(`status.${booking.status}`),
        String(booking.places),
        amount(booking.total_cents),
        amount(booking.amount_paid),
        amount(booking.refunded_cents),
        amount(booking.open_cents),
        booking.currency ?? "",
        local(booking.created_at, zone),
      ];
    }),
  ]);
}

const local = (at: string, zone: string) =>
  `${dayKey(new Date(at), zone)} ${formatClock(new Date(at), zone, "en-GB")}`;
