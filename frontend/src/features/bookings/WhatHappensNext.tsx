import { Title } from "@mantine/core";
import { IconBell, IconCalendarX, IconClockHour4, IconMail } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { bookingMessagesQuery, type PlannedMessage } from "@/features/messages";
import type { Booking } from "@/shared/api/types";
import { firstName } from "@/shared/i18n/firstName";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { isPaid } from "./BookingActions";
import styles from "./WhatHappensNext.module.css";

type WhatHappensNextProps = { booking: Booking; facilitatorTold: boolean };

export function WhatHappensNext({ booking, facilitatorTold }: WhatHappensNextProps) {
  const { t } = useLanguage();
  const name = firstName(booking.facilitator_name);
  const { data: mailed } = useQuery({ ...bookingMessagesQuery(booking.id), select: confirmationMailed });
  const early = booking.arrive_minutes_early;
  return (
    <section aria-labelledby="next-heading">
      <Title order={2} size="h3" id="next-heading">
        {t("booking.next")}
      </Title>
      <ul className={styles.list}>
        <li aria-live="polite">
          <IconBell size={20} aria-hidden={true} />
          {t(facilitatorTold ? "booking.next.notified" : "booking.next.notifying", { name })}
        </li>
        {mailed === undefined || mailed === "no" ? null : (
          <li>
            <IconMail size={20} aria-hidden={true} />
            {t(mailed === "sent" ? "booking.next.mailed" : "booking.next.mailing")}
          </li>
        )}
        {early ? (
          <li>
            <IconClockHour4 size={20} aria-hidden={true} />
            {t("booking.next.early", { count: early })}
          </li>
        ) : null}
        {isPaid(booking) ? null : (
          <li>
            <IconCalendarX size={20} aria-hidden={true} />
            {t("booking.next.cancelFree")}
          </li>
        )}
      </ul>
    </section>
  );
}

type Mailed = "sent" | "coming" | "no";

/** Whether the latest confirmation has been sent by e-mail, so that the page says only what is true. */
function confirmationMailed(messages: readonly PlannedMessage[]): Mailed {
  const latest = messages.findLast(
    ({ kind, channel }) =>
      channel === "email" && (kind === "booking_confirmed" || kind === "booking_reactivated"),
  );
  if (latest?.state === "sent") return "sent";
  return latest?.state === "planned" || latest?.state === "queued" ? "coming" : "no";
}
