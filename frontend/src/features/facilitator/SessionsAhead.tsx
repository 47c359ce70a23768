import { Button, Title } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { sessionTimes } from "@/shared/time/sessionTime";
import { useNow } from "@/shared/time/useNow";
import clamped from "@/shared/ui/clamped.module.css";
import { Occupancy } from "@/shared/ui/Occupancy";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import type { FacilitatorSession } from "./facilitatorTypes";
import styles from "./SessionsAhead.module.css";

const SHOWN = 5;
const SHOWN_OF_EVENT = 2;

type SessionsAheadProps = {
  /** The next ones. There may be more. */
  sessions: readonly FacilitatorSession[];
  total: number;
};

export function SessionsAhead({ sessions, total }: SessionsAheadProps) {
  const now = useNow();
  const [all, setAll] = useState(false);
  const listed = sessions.filter((session) => new Date(session.end_time) > now);
  const ahead = all ? listed : nextOfEach(listed).slice(0, SHOWN);
  return (
    <section aria-labelledby="ahead-heading">
      <Title order={2} size="h3" id="ahead-heading">
        {t("sessions.title")}
      </Title>
      {ahead.length === 0 ? <p className={styles.empty}>{t("sessions.empty")}</p> : null}
      <ul className={styles.list}>
        {ahead.map((session) => {
          const [{ text: when }] = sessionTimes(session, currentLanguage());
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
      {ahead.length > 0 && ahead.length < total ? (
        <p className={styles.rest}>
          <span>{t("sessions.some", { shown: ahead.length, total })}</span>
          {ahead.length < listed.length ? (
            <Button variant="default" size="compact-md" onClick={() => setAll(true)}>
              {t("sessions.all", { count: listed.length })}
            </Button>
          ) : (
            <Link to="/facilitator/events">{t("area.events")}</Link>
          )}
        </p>
      ) : null}
    </section>
  );
}

/** The next ones of each event, so that a weekly class doesn't hide all others. */
function nextOfEach(sessions: readonly FacilitatorSession[]): FacilitatorSession[] {
  const listed = new Map<number | null, number>();
  return sessions.filter(({ event_id: id }) => {
    const before = listed.get(id) ?? 0;
    listed.set(id, before + 1);
    return before < SHOWN_OF_EVENT;
  });
}
