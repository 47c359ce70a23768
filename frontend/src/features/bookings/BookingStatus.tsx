import {
  IconCircleCheck,
  IconCircleX,
  IconClockOff,
  IconHistory,
  IconHourglass,
  IconReceiptRefund,
  IconUserCheck,
  IconUserOff,
} from "@tabler/icons-react";
import type { Booking } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { StateBadge } from "@/shared/ui/StateBadge";

const STATUSES = {
  held: { tone: "warn", icon: IconHourglass },
  booked: { tone: "good", icon: IconCircleCheck },
  cancelled: { tone: "quiet", icon: IconCircleX },
  expired: { tone: "quiet", icon: IconClockOff },
  attended: { tone: "good", icon: IconUserCheck },
  no_show: { tone: "quiet", icon: IconUserOff },
  refunded: { tone: "quiet", icon: IconReceiptRefund },
  past: { tone: "quiet", icon: IconHistory },
} as const;

export function BookingStatus({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  const ended = booking.status === "booked" && new Date(booking.session_end_time) < new Date();
  const status = ended ? "past" : booking.status;
  if (!isKnown(status)) return <StateBadge tone="quiet">{status}</StateBadge>;
  const { tone, icon } = STATUSES[status];
  return (
    <StateBadge tone={tone} icon={icon}>
      {t(`booking.status.${status}`)}
    </StateBadge>
  );
}

function isKnown(status: string): status is keyof typeof STATUSES {
  return Object.hasOwn(STATUSES, status);
}
