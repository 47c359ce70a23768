import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClock,
  IconPlayerSkipForward,
  IconTrash,
} from "@tabler/icons-react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { StateBadge } from "@/shared/ui/StateBadge";

const SHOWN = {
  pending: { tone: "warn", icon: IconClock },
  delivered: { tone: "good", icon: IconCircleCheck },
  dead: { tone: "bad", icon: IconAlertTriangle },
  skipped: { tone: "quiet", icon: IconPlayerSkipForward },
  discarded: { tone: "quiet", icon: IconTrash },
} as const;
export const DELIVERY_STATES = Object.keys(SHOWN) as (keyof typeof SHOWN)[];

export function DeliveryStatus({ status }: { status: string }) {
  const known = DELIVERY_STATES.find((name) => name === status) ?? "pending";
  const { tone, icon } = SHOWN[known];
  return (
    <StateBadge tone={tone} icon={icon}>
      {t(`deliveries.state.${known}`)}
    </StateBadge>
  );
}
