import { staffWords as t } from "@/shared/i18n/staffWords";
import { BookingStatusBadge } from "./BookingStatusBadge";

/** The state of a guest's booking, in the words of a facilitator. */
export function GuestBookingStatus({ status }: { status: string }) {
  return <BookingStatusBadge status={status} word={(known) => t(`bookings.status.${known}`)} />;
}
