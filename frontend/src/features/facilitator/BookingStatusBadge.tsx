import {
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconQuestionMark,
  IconReceiptRefund,
  IconUserCheck,
  IconUserOff,
} from "@tabler/icons-react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { StateBadge } from "@/shared/ui/StateBadge";
import { BOOKING_STATUSES } from "./facilitatorQueries";

const LOOK = {
  held: { tone: "warn", icon: IconClock },
  booked: { tone: "good", icon: IconCircleCheck },
  cancelled: { tone: "bad", icon: IconCircleX },
  expired: { tone: "bad", icon: IconCircleX },
  attended: { tone: "good", icon: IconUserCheck },
  no_show: { tone: "warn", icon: IconUserOff },
  refunded: { tone: "bad", icon: IconReceiptRefund },
} as const;

/** The state of a booking; one that this release has no word for is shown as the CRM names it. */
export function BookingStatusBadge({ status }: { status: string }) {
  const known = BOOKING_STATUSES.find((candidate) => candidate === status);
  if (!known) {
    return (
      <StateBadge tone="warn" icon={IconQuestionMark}>
        {status.replaceAll("_", " ")}
      </StateBadge>
    );
  }
  return (
    <StateBadge tone={LOOK[known].tone} icon={LOOK[known].icon}>
      {t(`bookings.status.${known}`)}
    </StateBadge>
  );
}
