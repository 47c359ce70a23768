import { IconHistory } from "@tabler/icons-react";
import type { Booking } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { BookingStatusBadge, MovedBadge } from "@/shared/ui/BookingStatusBadge";
import { StateBadge } from "@/shared/ui/StateBadge";
import { isMoved } from "./isMoved";

/** The state of a guest's own booking, or that its session has ended, or that they moved it. */
export function BookingStatus({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  if (booking.status === "booked" && new Date(booking.session_end_time) < new Date()) {
    return (
      <StateBadge tone="quiet" icon={IconHistory}>
        {t("booking.status.past")}
      </StateBadge>
    );
  }
  if (isMoved(booking)) return <MovedBadge>{t("booking.status.moved")}</MovedBadge>;
  return <BookingStatusBadge status={booking.status} word={(status) => t(`booking.status.${status}`)} />;
}
