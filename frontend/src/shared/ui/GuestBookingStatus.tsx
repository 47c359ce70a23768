import { staffWords as t } from "@/shared/i18n/staffWords";
import { MOVED } from "@/shared/movedReason";
import { BookingStatusBadge, MovedBadge } from "./BookingStatusBadge";

type GuestBookingStatusProps = { booking: { status: string; cancel_reason: string | null } };

/** The state of a guest's booking, in the words of a facilitator. */
export function GuestBookingStatus({ booking: { status, cancel_reason } }: GuestBookingStatusProps) {
  if (cancel_reason === MOVED) return <MovedBadge>{t("bookings.status.moved")}</MovedBadge>;
  return <BookingStatusBadge status={status} word={(known) => t(`bookings.status.${known}`)} />;
}
