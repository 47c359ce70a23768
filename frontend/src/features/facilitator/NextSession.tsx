import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { daysAway } from "@/shared/time/format";
import { zonesOf } from "@/shared/time/sessionTime";
import { useNow } from "@/shared/time/useNow";
import { Occupancy } from "@/shared/ui/Occupancy";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { rosterQuery } from "./facilitatorQueries";
import type { FacilitatorSession } from "./facilitatorTypes";
import styles from "./NextSession.module.css";

const SHOWN = 12;

type NextSessionProps = { facilitatorId: number; sessions: readonly FacilitatorSession[] };

/** The session that comes next or is under way, with the names of its guests. */
export function NextSession({ facilitatorId, sessions }: NextSessionProps) {
  const now = useNow();
  const next = sessions.find((session) => new Date(session.end_time) > now);
  const roster = useQuery({
    ...rosterQuery(facilitatorId, next?.session_id ?? 0),
    enabled: next !== undefined,
  });
  if (!next) return null;
  const away = daysAway(new Date(next.start_time), now, zonesOf(next)[0], staffLocale());
  const coming = (roster.data ?? []).filter(({ status }) => status === "booked");
  return (
    <section className={styles.card} aria-labelledby="next-heading">
      <p className={styles.label}>
        {t("next.title")} · {new Date(next.start_time) <= now ? t("next.now") : away}
      </p>
      <Title order={2} size="h3" id="next-heading">
        <Link to={`/facilitator/sessions/${next.session_id}`} dir="auto">
          {next.event_title}
        </Link>
      </Title>
      <ZonedTime session={next} />
      <Occupancy booked={next.booked} capacity={next.capacity} />
      {roster.isLoading && next.booked > 0 ? <p className={styles.guests}>…</p> : null}
      {coming.length > 0 ? (
        <p className={styles.guests} dir="auto">
          {coming
            .slice(0, SHOWN)
            .map(({ user_name }) => user_name)
            .join(", ")}
          {coming.length > SHOWN ? ` ${t("next.more", { count: coming.length - SHOWN })}` : null}
        </p>
      ) : null}
    </section>
  );
}
