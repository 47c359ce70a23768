import { Button, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import type { Session } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { dayKey } from "@/shared/time/format";
import { daysOf } from "@/shared/time/sessionTime";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import { daysLater, startOfDay } from "@/shared/time/wallClock";
import { FailurePart } from "@/shared/ui/FailureState";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { CalendarGrid, CalendarHead, CalendarKinds } from "./CalendarMonth";
import { formatDate } from "./calendarDates";
import { type DiscoverFilters, toSearch } from "./discoverFilters";
import { type EventSearch, firstSessionQuery, monthQuery } from "./eventQueries";
import { firstDayOfWeek, isMonth, monthOf, weeksOf } from "./monthGrid";
import { PlacesLeft } from "./PlacesLeft";
import styles from "./SessionCalendar.module.css";

type Show = (change: Record<"month" | "day", string | null>) => void;

/** A month of sessions. The month and the chosen day are kept in the address, like the filters. */
export function SessionCalendar({ filters }: { filters: DiscoverFilters }) {
  const { t, locale } = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const [query, setQuery] = useSearchParams();
  const today = dayKey(now, zone);
  const asked = query.get("month");
  const month = isMonth(asked) ? asked : monthOf(filters.from || today);
  // What is over can't be booked.
  const weeks = weeksOf(month, firstDayOfWeek(locale)).filter((week) => (week.at(-1) ?? "") >= today);
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
    for (const day of daysOf(session)) byDay.set(day, [...(byDay.get(day) ?? []), session]);
  }
  const daysWithSessions = [...byDay.keys()].filter((day) => monthOf(day) === month).sort();
  const chosen = weeks.flat().find((day) => day === query.get("day")) ?? daysWithSessions[0];
  const show: Show = (change) => setQuery((current) => withDay(current, change), { replace: true });
  if (sessions.error && !sessions.data)
    return <FailurePart problem={sessions.error} retry={sessions.refetch} />;
  return (
    <section className={styles.calendar} aria-busy={sessions.isFetching}>
      <CalendarHead month={month} today={today} show={show} />
      <CalendarGrid month={month} weeks={weeks} today={today} byDay={byDay} chosen={chosen} show={show} />
      <CalendarKinds />
      {chosen ? (
        <DayList
          title={formatDate(chosen, locale, { weekday: "long", day: "numeric", month: "long" })}
          sessions={byDay.get(chosen) ?? []}
        />
      ) : sessions.isPending ? (
        <p className={styles.empty} role="status">
          {t("app.loading")}
        </p>
      ) : (
        <EmptyMonth search={{ ...search, from: startOfDay(daysLater(last, 1), zone) }} show={show} />
      )}
    </section>
  );
}

/** Says so, and leads to the first session after it. */
function EmptyMonth({ search, show }: { search: EventSearch; show: Show }) {
  const { t, locale } = useLanguage();
  const { data: next } = useQuery(firstSessionQuery(search));
  const day = next ? daysOf(next)[0] : undefined;
  return (
    <div className={styles.agenda} role="status">
      <p className={styles.empty}>
        {t("calendar.emptyMonth")} {next === null ? t("calendar.noneAhead") : null}
      </p>
      {day ? (
        <Button variant="default" onClick={() => show({ month: monthOf(day), day })}>
          {t("calendar.nextSession", {
            date: formatDate(day, locale, { weekday: "short", day: "numeric", month: "short" }),
          })}
        </Button>
      ) : null}
    </div>
  );
}

/** The query with another month or day; null removes one. */
function withDay(query: URLSearchParams, change: Record<"month" | "day", string | null>): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next;
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
              <Link to={`/e/${session.event_id}`} dir="auto">
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
