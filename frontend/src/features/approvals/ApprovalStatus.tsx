import { IconCircleCheck, IconCircleX, IconClock, IconGitMerge } from "@tabler/icons-react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { StateBadge } from "@/shared/ui/StateBadge";

const SHOWN = {
  pending: { tone: "warn", icon: IconClock },
  approved: { tone: "good", icon: IconCircleCheck },
  declined: { tone: "bad", icon: IconCircleX },
  merged: { tone: "accent", icon: IconGitMerge },
} as const;

export function approvalStatusOf(status: string): keyof typeof SHOWN {
  return status in SHOWN ? (status as keyof typeof SHOWN) : "pending";
}

export function ApprovalStatus({ status }: { status: string }) {
  const known = approvalStatusOf(status);
  const { tone, icon } = SHOWN[known];
  return (
    <StateBadge tone={tone} icon={icon}>
      {t(`approvals.status.${known}`)}
    </StateBadge>
  );
}
