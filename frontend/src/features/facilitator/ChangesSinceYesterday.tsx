import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatAgo } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { changesSince } from "./changes";
import { facilitatorBookingsQuery } from "./facilitatorQueries";
import styles from "./NextSession.module.css";

const DAY = 24 * 60 * 60 * 1000;
const SHOWN = 6;
const ALL = { status: "", search: "", session: null } as const;

type ChangesProps = { facilitatorId: number; refetchInterval: number | false };

/** What happened to bookings in the last 24 hours, in words. */
export function ChangesSinceYesterday({ facilitatorId, refetchInterval }: ChangesProps) {
  const now = useNow();
  const newest = useQuery({ ...facilitatorBookingsQuery(facilitatorId, ALL, 1), refetchInterval });
  if (!newest.data) return null;
  const changes = changesSince(newest.data.bookings, new Date(now.getTime() - DAY));
  return (
    <section className={styles.card} aria-labelledby="changes-heading">
      <Title order={2} size="h3" id="changes-heading">
        {t("changes.title")}
      </Title>
      {changes.length === 0 ? <p className={styles.guests}>{t("changes.none")}</p> : null}
      <ul className={styles.changes}>
        {changes.slice(0, SHOWN).map(({ kind, names, event, sessionId, at }) => {
          const words =
            names.length > 1
              ? t("changes.several", { count: names.length, event })
              : t(`changes.${kind}`, { name: names[0] ?? "", event });
          return (
            <li key={`${kind} ${sessionId} ${names.join()}`}>
              {sessionId === null ? (
                <span dir="auto">{words}</span>
              ) : (
                <Link to={`/facilitator/sessions/${sessionId}`} dir="auto">
                  {words}
                </Link>
              )}{" "}
              <time dateTime={at} className={styles.guests}>
                {formatAgo(new Date(at), now, staffLocale())}
              </time>
            </li>
          );
        })}
      </ul>
      {changes.length > SHOWN ? <a href="#bookings-heading">{t("changes.all")}</a> : null}
    </section>
  );
}
