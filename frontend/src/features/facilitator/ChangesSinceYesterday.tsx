import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatAgo, formatClock, formatDay } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import { changesSince } from "./changes";
import { newestBookingsQuery } from "./facilitatorQueries";
import styles from "./NextSession.module.css";

const DAY = 24 * 60 * 60 * 1000;
const SHOWN = 5;
const NAMED = 3;

type ChangesProps = { facilitatorId: number; refetchInterval: number | false };

/** What happened to bookings in the last 24 hours, in words. */
export function ChangesSinceYesterday({ facilitatorId, refetchInterval }: ChangesProps) {
  const now = useNow();
  const zone = useZone();
  const newest = useQuery({ ...newestBookingsQuery(facilitatorId), refetchInterval });
  if (!newest.data) return null;
  const changes = changesSince(newest.data.bookings, new Date(now.getTime() - DAY));
  return (
    <section className={styles.card} aria-labelledby="changes-heading">
      <Title order={2} size="h3" id="changes-heading">
        {t("changes.title")}
      </Title>
      {changes.length === 0 ? <p className={styles.guests}>{t("changes.none")}</p> : null}
      <ul className={styles.changes}>
        {changes.slice(0, SHOWN).map(({ kind, names, event, sessionId, start, at }) => {
          const words =
            names.length > 1
              ? t("changes.several", { names: listOf(names), event })
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
              <span className={styles.guests}>
                {start
                  ? `${t(kind === "moved" ? "changes.from" : "changes.of", { when: startOf(start, zone) })} · `
                  : ""}
                <time dateTime={at}>{formatAgo(new Date(at), now, staffLocale())}</time>
              </span>
            </li>
          );
        })}
      </ul>
      {changes.length > SHOWN ? <a href="#bookings-heading">{t("changes.all")}</a> : null}
    </section>
  );
}

function startOf(start: string, zone: string): string {
  const at = new Date(start);
  return `${formatDay(at, zone, staffLocale())}, ${formatClock(at, zone, staffLocale())}`;
}

/** The first names of many, and how many more there are. */
function listOf(names: readonly string[]): string {
  const more = names.length - NAMED;
  const shown = more > 0 ? [...names.slice(0, NAMED), t("changes.more", { count: more })] : names;
  return new Intl.ListFormat(staffLocale()).format(shown);
}
