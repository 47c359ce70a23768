import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatDay } from "@/shared/time/format";
import { undecidedSessionsQuery } from "./facilitatorQueries";
import styles from "./NextSession.module.css";

/** Sessions that run only if enough people book, until that is decided. Nothing without one. */
export function WaitingDecisions({ facilitatorId }: { facilitatorId: number }) {
  const waiting = useQuery(undecidedSessionsQuery(facilitatorId)).data ?? [];
  if (waiting.length === 0) return null;
  return (
    <section className={styles.card} aria-labelledby="decisions-heading">
      <Title order={2} size="h3" id="decisions-heading">
        {t("decisions.title", { count: waiting.length })}
      </Title>
      <ul className={styles.changes}>
        {waiting.map((session) => {
          const day = formatDay(new Date(session.start_time), session.time_zone, staffLocale());
          const decided = formatDay(
            new Date(session.decide_at ?? session.start_time),
            session.time_zone,
            staffLocale(),
          );
          const missing = Math.max(0, (session.min_places ?? 0) - session.seats_taken);
          return (
            <li key={session.id}>
              <Link to={`/facilitator/events/${session.event_id}`} dir="auto">
                {`${session.event_title}, ${day}`}
              </Link>{" "}
              <span className={styles.guests}>
                {missing > 0
                  ? t("decisions.missing", { count: missing, day: decided })
                  : t("decisions.enough", { day: decided })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
