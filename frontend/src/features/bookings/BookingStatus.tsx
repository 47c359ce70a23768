import { IconCircleCheck, IconCircleX, IconHistory } from "@tabler/icons-react";
import type { Booking } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { StateBadge } from "@/shared/ui/StateBadge";

export function BookingStatus({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  if (booking.status === "cancelled") {
    return (
      <StateBadge tone="quiet" icon={IconCircleX}>
        {t("booking.status.cancelled")}
      </StateBadge>
    );
  }
  if (new Date(booking.session_end_time) < new Date()) {
    return (
      <StateBadge tone="quiet" icon={IconHistory}>
        {t("booking.status.past")}
      </StateBadge>
    );
  }
  return (
    <StateBadge tone="good" icon={IconCircleCheck}>
      {t("booking.status.booked")}
    </StateBadge>
  );
}
