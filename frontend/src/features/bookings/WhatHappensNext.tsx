import { Title } from "@mantine/core";
import { IconBell, IconCalendarX, IconClockHour4 } from "@tabler/icons-react";
import type { Booking } from "@/shared/api/types";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import styles from "./WhatHappensNext.module.css";

type WhatHappensNextProps = { booking: Booking; facilitatorKnows: boolean };

export function WhatHappensNext({ booking, facilitatorKnows }: WhatHappensNextProps) {
  const { t } = useLanguage();
  const name = firstName(booking.facilitator_name);
  const early = booking.arrive_minutes_early;
  return (
    <section aria-labelledby="next-heading">
      <Title order={2} size="h3" id="next-heading">
        {t("booking.next")}
      </Title>
      <ul className={styles.list}>
        <li aria-live="polite">
          <IconBell size={20} aria-hidden={true} />
          {t(facilitatorKnows ? "booking.next.notified" : "booking.next.notifying", { name })}
        </li>
        {early ? (
          <li>
            <IconClockHour4 size={20} aria-hidden={true} />
            {t("booking.next.early", { count: early })}
          </li>
        ) : null}
        <li>
          <IconCalendarX size={20} aria-hidden={true} />
          {t("booking.next.cancelFree")}
        </li>
      </ul>
    </section>
  );
}
