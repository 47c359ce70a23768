import { ActionIcon, Button, Title, VisuallyHidden } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import type { Session } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { dayKey, formatClock } from "@/shared/time/format";
import { dateFormatter } from "@/shared/time/formatters";
import { zonesOf } from "@/shared/time/sessionTime";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import { daysLater, startOfDay } from "@/shared/time/wallClock";
import { FailurePart } from "@/shared/ui/FailureState";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { type DiscoverFilters, toSearch } from "./discoverFilters";
import { monthQuery } from "./eventQueries";
import { firstDayOfWeek, isMonth, monthOf, shiftMonth, weeksOf } from "./monthGrid";
import { PlacesLeft } from "./PlacesLeft";
import styles from "./SessionCalendar.module.css";

/** A month of sessions. The month and the chosen day are kept in the address, like the filters. */
export function SessionCalendar({ filters }: { filters: DiscoverFilters }) {
  const { t, locale } = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const [query, setQuery] = useSearchParams();
  const today = dayKey(now, zone);
  const asked = query.get("month");
  const month = isMonth(asked) ? asked : monthOf(filters.from || today);
  const weeks = weeksOf(month, firstDayOfWeek(locale));
  const first = weeks[0]?.[0] ?? `${month}-01`;
  const last = weeks.at(-1)?.at(-1) ?? `${month}-28`;
  const search = toSearch(filters, zone);
  // A day more on both sides: where a session is, its day may begin earlier or end later than here.
  const from = search.from ?? startOfDay(daysLater(first, -1), zone);
  const sessions = useQuery(
    monthQuery({ ...search, from, to: search.to ?? startOfDay(daysLater(last, 2), zone) }),
  );
  const byDay = new Map<string, Session[]>();
  for (const session of sessions.data ?? []) {
    if (session.status !== "scheduled") continue;
    const day = dayKey(new Date(session.start_time), zonesOf(session)[0]);
    byDay.set(day, [...(byDay.get(day) ?? []), session]);
  }
  const daysWithSessions = [...byDay.keys()].filter((day) => monthOf(day) === month).sort();
  const chosen = weeks.flat().find((day) => day === query.get("day")) ?? daysWithSessions[0];
  const show = (change: Record<"month" | "day", string | null>) =>
    setQuery(
      (current) => {
        const next = new URLSearchParams(current);
        for (const [name, value] of Object.entries(change)) {
          if (value === null) next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { preventScrollReset: true, replace: true },
    );
  const format = (day: string, options: Intl.DateTimeFormatOptions) =>
    dateFormatter(locale, { timeZone: "UTC", ...options }).format(new Date(`${day}T12:00:00Z`));
  const monthName = format(`${month}-15`, { month: "long", year: "numeric" });
  if (sessions.error && !sessions.data)
    return <FailurePart problem={sessions.error} retry={sessions.refetch} />;
  return (
    <section className={styles.calendar} aria-busy={sessions.isFetching}>
      <div className={styles.head}>
        <Title order={2} aria-live="polite">
          {monthName}
        </Title>
        <div className={styles.moves}>
          <ActionIcon
            variant="default"
            size="input-sm"
            aria-label={t("calendar.previous")}
            disabled={month <= monthOf(today)}
            onClick={() => show({ month: shiftMonth(month, -1), day: null })}
          >
            <IconChevronLeft size={20} aria-hidden={true} />
          </ActionIcon>
          <Button variant="default" onClick={() => show({ month: null, day: null })}>
            {t("calendar.today")}
          </Button>
          <ActionIcon
            variant="default"
            size="input-sm"
            aria-label={t("calendar.next")}
            onClick={() => show({ month: shiftMonth(month, 1), day: null })}
          >
            <IconChevronRight size={20} aria-hidden={true} />
          </ActionIcon>
        </div>
      </div>
      <table className={styles.grid}>
        <caption className={styles.caption}>{t("calendar.caption", { month: monthName })}</caption>
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col" abbr={format(day, { weekday: "long" })}>
                {format(day, { weekday: "short" })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => {
                const list = byDay.get(day) ?? [];
                return (
                  <td
                    key={day}
                    className={styles.day}
                    data-other={monthOf(day) !== month || day < today}
                    data-today={day === today}
                    data-chosen={day === chosen && list.length > 0}
                  >
                    {list.length === 0 ? (
                      <span className={styles.number}>{Number(day.slice(8))}</span>
                    ) : (
                      <button
                        type="button"
                        className={styles.choose}
                        aria-pressed={day === chosen}
                        onClick={() => show({ month, day })}
                      >
                        <span className={styles.number} aria-hidden="true">
                          {Number(day.slice(8))}
                        </span>
                        <VisuallyHidden>
                          {t("calendar.day", {
                            count: list.length,
                            day: format(day, { weekday: "long", day: "numeric", month: "long" }),
                          })}
                        </VisuallyHidden>
                        <span className={styles.dots} aria-hidden="true">
                          {list.slice(0, 3).map((session) => (
                            <span key={session.id} className={styles.entry}>
                              {startClock(session, locale)} {session.event_title}
                            </span>
                          ))}
                          {list.length > 3 ? <span className={styles.entry}>+{list.length - 3}</span> : null}
                        </span>
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {chosen ? (
        <DayList
          title={format(chosen, { weekday: "long", day: "numeric", month: "long" })}
          sessions={byDay.get(chosen) ?? []}
        />
      ) : (
        <p className={styles.empty} role="status">
          {sessions.isPending ? t("app.loading") : t("calendar.emptyMonth")}
        </p>
      )}
    </section>
  );
}

/** When a session starts; empty if that differs for the reader: there is no room here to name the zone. */
function startClock(session: Session, locale: string): string {
  const [zone, other] = zonesOf(session);
  return other ? "" : formatClock(new Date(session.start_time), zone, locale);
}

function DayList({ title, sessions }: { title: string; sessions: Session[] }) {
  const { t } = useLanguage();
  return (
    <div className={styles.agenda}>
      <Title order={3}>{title}</Title>
      {sessions.length === 0 ? <p className={styles.empty}>{t("calendar.emptyDay")}</p> : null}
      <ul className={styles.list}>
        {sessions.map((session) => (
          <li key={session.id} className={styles.item}>
            <span className={styles.what}>
              <Link to={`/retreats/${session.event_id}`} dir="auto">
                {session.event_title}
              </Link>
              <ZonedTime session={session} />
              <span className={styles.who} dir="auto">
                {[session.facilitator_name, session.location].filter(Boolean).join(" · ")}
              </span>
            </span>
            <PlacesLeft session={session} />
          </li>
        ))}
      </ul>
    </div>
  );
}
