import {
  IconCalendarEvent,
  IconCircleCheck,
  IconCircleX,
  IconClockOff,
  IconHourglass,
  IconQuestionMark,
  IconReceiptRefund,
  IconUserCheck,
  IconUserOff,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { BookingStatus } from "@/shared/api/types";
import { StateBadge } from "./StateBadge";

const LOOK = {
  held: { tone: "warn", icon: IconHourglass },
  booked: { tone: "good", icon: IconCircleCheck },
  cancelled: { tone: "quiet", icon: IconCircleX },
  expired: { tone: "quiet", icon: IconClockOff },
  attended: { tone: "good", icon: IconUserCheck },
  no_show: { tone: "quiet", icon: IconUserOff },
  refunded: { tone: "quiet", icon: IconReceiptRefund },
} as const satisfies Record<BookingStatus, object>;

/** The states that this release has words for. Other states of the API are shown as they are. */
export const BOOKING_STATUSES = Object.keys(LOOK) as BookingStatus[];

type BookingStatusBadgeProps = { status: string; word: (status: BookingStatus) => string };

/** The state of a booking. It looks the same for guests and facilitators; the words differ. */
export function BookingStatusBadge({ status, word }: BookingStatusBadgeProps) {
  const known = BOOKING_STATUSES.find((candidate) => candidate === status);
  if (!known) {
    return (
      <StateBadge tone="quiet" icon={IconQuestionMark}>
        {status.replaceAll("_", " ")}
      </StateBadge>
    );
  }
  return (
    <StateBadge tone={LOOK[known].tone} icon={LOOK[known].icon}>
      {word(known)}
    </StateBadge>
  );
}

/** In place of the state of a booking that was cancelled because its guest moved it to another date. */
export function MovedBadge({ children }: { children: ReactNode }) {
  return (
    <StateBadge tone="quiet" icon={IconCalendarEvent}>
      {children}
    </StateBadge>
  );
}
