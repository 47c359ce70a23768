import { IconArmchair, IconFlame, IconLock } from "@tabler/icons-react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { StateBadge } from "@/shared/ui/StateBadge";

const FEW = 3;

export function PlacesLeft({ seats }: { seats: number }) {
  const { t } = useLanguage();
  if (seats === 0) {
    return (
      <StateBadge tone="quiet" icon={IconLock}>
        {t("session.full")}
      </StateBadge>
    );
  }
  if (seats <= FEW) {
    return (
      <StateBadge tone="warn" icon={IconFlame}>
        {t("session.lastSeats", { count: seats })}
      </StateBadge>
    );
  }
  return (
    <StateBadge tone="good" icon={IconArmchair}>
      {t("session.seats", { count: seats })}
    </StateBadge>
  );
}
