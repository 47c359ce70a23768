import { Title } from "@mantine/core";
import { Link } from "react-router";
import { staffLanguage, staffWords as t } from "@/shared/i18n/staffWords";
import { sessionTimes } from "@/shared/time/sessionTime";
import { useNow } from "@/shared/time/useNow";
import clamped from "@/shared/ui/clamped.module.css";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import type { FacilitatorSession } from "./facilitatorTypes";
import { Occupancy } from "./Occupancy";
import styles from "./SessionsAhead.module.css";

const SHOWN = 8;

export function SessionsAhead({ sessions }: { sessions: readonly FacilitatorSession[] }) {
  const now = useNow();
  const ahead = sessions.filter((session) => new Date(session.end_time) > now).slice(0, SHOWN);
  return (
    <section aria-labelledby="ahead-heading">
      <Title order={2} size="h3" id="ahead-heading">
        {t("sessions.title")}
      </Title>
      {ahead.length === 0 ? <p className={styles.empty}>{t("sessions.empty")}</p> : null}
      <ul className={styles.list}>
        {ahead.map((session) => {
          const [{ text: when }] = sessionTimes(session, staffLanguage);
          return (
            <li key={session.session_id} className={styles.item}>
              <Link
                to={`/facilitator/sessions/${session.session_id}`}
                className={styles.link}
                aria-label={t("sessions.open", { title: session.event_title, when })}
              >
                <span className={clamped.title} dir="auto">
                  {session.event_title}
                </span>
              </Link>
              <span className={styles.when}>
                <ZonedTime session={session} />
              </span>
              <Occupancy booked={session.booked} capacity={session.capacity} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
