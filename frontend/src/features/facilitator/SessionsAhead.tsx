import { Title } from "@mantine/core";
import { Link } from "react-router";
import { STAFF_LOCALE, staffWords as t } from "@/shared/i18n/staffWords";
import { formatSpan } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import type { FacilitatorSession } from "./facilitatorTypes";
import { Occupancy } from "./Occupancy";
import styles from "./SessionsAhead.module.css";

const SHOWN = 8;

export function SessionsAhead({ sessions }: { sessions: readonly FacilitatorSession[] }) {
  const now = useNow();
  const zone = useZone();
  const ahead = sessions.filter((session) => new Date(session.end_time) > now).slice(0, SHOWN);
  return (
    <section aria-labelledby="ahead-heading">
      <Title order={2} size="h3" id="ahead-heading">
        {t("sessions.title")}
      </Title>
      {ahead.length === 0 ? <p className={styles.empty}>{t("sessions.empty")}</p> : null}
      <ul className={styles.list}>
        {ahead.map((session) => {
          const when = formatSpan(
            new Date(session.start_time),
            new Date(session.end_time),
            zone,
            STAFF_LOCALE,
          );
          return (
            <li key={session.session_id} className={styles.item}>
              <Link
                to={`/facilitator/sessions/${session.session_id}`}
                className={styles.link}
                aria-label={t("sessions.open", { title: session.event_title, when })}
              >
                {session.event_title}
              </Link>
              <span className={styles.when}>{when}</span>
              <Occupancy booked={session.booked} capacity={session.capacity} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
