import { ActionIcon, Button, Title, VisuallyHidden } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import type { Session } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { dayKey, formatClock } from "@/shared/time/format";
import { zonesOf } from "@/shared/time/sessionTime";
import { formatDate, monthName } from "./calendarDates";
import { type Month, monthOf, shiftMonth } from "./monthGrid";
import styles from "./SessionCalendar.module.css";

const SHOWN = 3;

type Show = (change: Record<"month" | "day", string | null>) => void;
type HeadProps = { month: Month; today: string; show: Show };

/** The month's name, and the buttons to other months. */
export function CalendarHead({ month, today, show }: HeadProps) {
  const { t, locale } = useLanguage();
  return (
    <div className={styles.head}>
      <Title order={2} aria-live="polite">
        {monthName(month, locale)}
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
  );
}

type GridProps = HeadProps & {
  weeks: string[][];
  byDay: ReadonlyMap<string, Session[]>;
  chosen: string | undefined;
};

export function CalendarGrid({ month, weeks, today, byDay, chosen, show }: GridProps) {
  const { t, locale } = useLanguage();
  return (
    <table className={styles.grid}>
      <caption className={styles.caption}>
        {t("calendar.caption", { month: monthName(month, locale) })}
      </caption>
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col" abbr={formatDate(day, locale, { weekday: "long" })}>
              {formatDate(day, locale, { weekday: "short" })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Day
                key={day}
                day={day}
                month={month}
                today={today}
                sessions={byDay.get(day) ?? []}
                chosen={day === chosen}
                show={show}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type DayProps = HeadProps & { day: string; sessions: readonly Session[]; chosen: boolean };

function Day({ day, month, today, sessions, chosen, show }: DayProps) {
  const { t, locale } = useLanguage();
  return (
    <td
      className={styles.day}
      data-other={monthOf(day) !== month || day < today}
      data-today={day === today}
      data-chosen={chosen && sessions.length > 0}
    >
      {sessions.length === 0 ? (
        <span className={styles.number}>{Number(day.slice(8))}</span>
      ) : (
        <button
          type="button"
          className={styles.choose}
          aria-pressed={chosen}
          onClick={() => show({ month, day })}
        >
          <span className={styles.number} aria-hidden="true">
            {Number(day.slice(8))}
          </span>
          <VisuallyHidden>
            {t("calendar.day", {
              count: sessions.length,
              day: formatDate(day, locale, { weekday: "long", day: "numeric", month: "long" }),
            })}
          </VisuallyHidden>
          <span className={styles.dots} aria-hidden="true">
            {sessions.slice(0, SHOWN).map((session) => (
              <span key={session.id} className={styles.entry}>
                {startClock(session, day, locale)} {session.event_title}
              </span>
            ))}
            {sessions.length > SHOWN ? (
              <span className={styles.entry}>+{sessions.length - SHOWN}</span>
            ) : null}
          </span>
        </button>
      )}
    </td>
  );
}

/** When a session starts; empty on its later days, and if it differs for the reader: no room to name the zone. */
function startClock(session: Session, day: string, locale: string): string {
  const [zone, other] = zonesOf(session);
  const start = new Date(session.start_time);
  return other || dayKey(start, zone) !== day ? "" : formatClock(start, zone, locale);
}
