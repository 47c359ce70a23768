import { csvFile } from "@/shared/csv";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { decimalAmount } from "@/shared/money/format";
import { dayKey, formatClock } from "@/shared/time/format";
import type { FacilitatorSession, ListedBooking } from "./facilitatorTypes";
import { methodWord } from "./GuestPayment";

/** How much of a note lists have; see NOTE_PREVIEW_LENGTH in the CRM. */
const WHOLE_NOTE = 300;

/** The guests of a session for a spreadsheet, as the page lists them. */
export function rosterFile(
  session: FacilitatorSession,
  guests: readonly ListedBooking[],
  phones: ReadonlyMap<number, string>,
): Blob {
  const local = (at: string) =>
    `${dayKey(new Date(at), session.time_zone)} ${formatClock(new Date(at), session.time_zone, "en-GB")}`;
  const headings = [
    t("file.guest"),
    t("file.places"),
    t("file.email"),
    t("file.phone"),
    t("file.status"),
    t("file.price"),
    t("file.paid"),
    t("file.how"),
    t("file.currency"),
    t("file.booked"),
    t("file.notes"),
  ];
  return csvFile([
    headings,
    ...guests.map((guest) => [
      guest.user_name,
      String(guest.places),
      guest.user_email ?? "",
      phones.get(guest.booking_id) ?? "",
      statusWord(guest.status),
      amount(guest.total_cents, guest.currency),
      amount(guest.amount_paid, guest.currency),
      guest.payment_method ? methodWord(guest.payment_method) : "",
      guest.currency ?? "",
      local(guest.booked_at),
      shortened(guest.note ?? ""),
    ]),
  ]);
}

const amount = (cents: number | null, currency: string | null) =>
  cents === null || currency === null ? "" : decimalAmount(cents, currency);

const shortened = (note: string) => (note.length >= WHOLE_NOTE ? `${note}…` : note);

const STATUSES = ["held", "booked", "attended", "no_show"] as const;

function statusWord(status: string): string {
  const known = STATUSES.find((one) => one === status);
  return known ? t(`bookings.status.${known}`) : status;
}
