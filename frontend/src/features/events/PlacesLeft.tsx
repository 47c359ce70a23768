import { IconArmchair, IconFlame, IconLock } from "@tabler/icons-react";
import type { Session } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { StateBadge } from "@/shared/ui/StateBadge";
import styles from "./PlacesLeft.module.css";

const FEW = 3;

/** `quiet`: among many dates, only few or no places stand out. */
type PlacesLeftProps = { session: Pick<Session, "seats_left" | "capacity">; quiet?: boolean };

/** How many places are left. Few places are highlighted only if somebody has booked: 1 of 1 is just available. */
export function PlacesLeft({ session, quiet = false }: PlacesLeftProps) {
  const { t } = useLanguage();
  const { seats_left: left, capacity } = session;
  if (left === 0) {
    return (
      <StateBadge tone="quiet" icon={IconLock}>
        {t("session.full")}
      </StateBadge>
    );
  }
  if (left <= FEW && left < capacity) {
    return (
      <StateBadge tone="warn" icon={IconFlame}>
        {t("session.lastPlaces", { count: left })}
      </StateBadge>
    );
  }
  const places = capacity === 1 ? t("session.available") : t("session.places", { count: left });
  if (quiet) return <span className={styles.quiet}>{places}</span>;
  return (
    <StateBadge tone="good" icon={IconArmchair}>
      {places}
    </StateBadge>
  );
}
