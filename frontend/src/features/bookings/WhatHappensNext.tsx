import { Title } from "@mantine/core";
import { IconBell, IconCalendarX, IconSunrise } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatClock } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import type { TimelineEntry } from "./timeline";
import styles from "./WhatHappensNext.module.css";

/** After this many milliseconds "telling your facilitator" becomes "as soon as possible". */
const PATIENCE = 3000;

export function WhatHappensNext({ knows }: { knows: TimelineEntry | undefined }) {
  const { t, locale } = useLanguage();
  const zone = useZone();
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  const facilitator =
    knows?.kind === "told"
      ? t("booking.next.told", { time: formatClock(new Date(knows.at), zone, locale) })
      : t(
          patient && !(knows?.kind === "waiting" && knows.tries > 0)
            ? "booking.next.telling"
            : "booking.next.soon",
        );
  return (
    <section aria-labelledby="next-heading">
      <Title order={2} size="h3" id="next-heading">
        {t("booking.next")}
      </Title>
      <ul className={styles.list}>
        <li aria-live="polite">
          <IconBell size={20} aria-hidden={true} />
          {facilitator}
        </li>
        <li>
          <IconCalendarX size={20} aria-hidden={true} />
          {t("booking.next.cancelFree")}
        </li>
        <li>
          <IconSunrise size={20} aria-hidden={true} />
          {t("booking.next.come")}
        </li>
      </ul>
    </section>
  );
}
