import { ActionIcon, Button, Title, VisuallyHidden } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type CSSProperties, type KeyboardEvent, useRef } from "react";
import type { Session } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { dayKey, formatClock } from "@/shared/time/format";
import { zonesOf } from "@/shared/time/sessionTime";
import { dayByKey, type Entry, linesOfWeek } from "./calendarBars";
import { formatDate, monthName } from "./calendarDates";
import { KINDS } from "./eventTimes";
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
  const grid = useRef<HTMLTableElement>(null);
  const days = weeks.flat();
  const choosable = new Set(days.filter((day) => byDay.has(day)));
  const move = (event: KeyboardEvent) => {
    const day = (event.target as HTMLElement).dataset.day;
    const next = day && dayByKey(event.key, day, days, choosable);
    if (!next) return;
    event.preventDefault();
    grid.current?.querySelector<HTMLElement>(`button[data-day="${next}"]`)?.focus();
  };
  return (
    <table className={styles.grid} ref={grid} onKeyDown={move}>
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
        {weeks.map((week) => {
          const ofWeek = new Set(week.flatMap((day) => byDay.get(day) ?? []));
          const lines = linesOfWeek(week, [...ofWeek]);
          return (
            <tr key={week[0]}>
              {week.map((day) => (
                <Day
                  key={day}
                  day={day}
                  month={month}
                  today={today}
                  count={byDay.get(day)?.length ?? 0}
                  lines={lines.get(day) ?? []}
                  chosen={day === chosen}
                  show={show}
                />
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What the colours mean. */
export function CalendarKinds() {
  const { t } = useLanguage();
  return (
    <ul className={styles.kinds}>
      {KINDS.map((kind) => (
        <li key={kind} data-kind={kind}>
          {t(`discover.kind.${kind}`)}
        </li>
      ))}
    </ul>
  );
}

type DayProps = HeadProps & {
  day: string;
  count: number;
  lines: readonly (Entry | null)[];
  chosen: boolean;
};

function Day({ day, month, today, count, lines, chosen, show }: DayProps) {
  const { t, locale } = useLanguage();
  return (
    <td
      className={styles.day}
      data-other={monthOf(day) !== month || day < today}
      data-today={day === today}
      data-chosen={chosen && count > 0}
    >
      {count === 0 ? (
        <span className={styles.number}>{Number(day.slice(8))}</span>
      ) : (
        <button
          type="button"
          className={styles.choose}
          aria-pressed={chosen}
          data-day={day}
          // One stop for Tab; arrow keys lead from day to day.
          tabIndex={chosen ? 0 : -1}
          onClick={() => show({ month, day })}
        >
          <span className={styles.number} aria-hidden="true">
            {Number(day.slice(8))}
          </span>
          <VisuallyHidden>
            {t("calendar.day", {
              count,
              day: formatDate(day, locale, { weekday: "long", day: "numeric", month: "long" }),
            })}
          </VisuallyHidden>
          <span className={styles.dots} aria-hidden="true">
            {lines.slice(0, SHOWN).map((entry, line) => (
              <Line key={entry ? `${entry.session.id}` : `gap-${line}`} entry={entry} day={day} />
            ))}
            {lines.length > SHOWN ? <span className={styles.entry}>+{lines.length - SHOWN}</span> : null}
          </span>
        </button>
      )}
    </td>
  );
}

function Line({ entry, day }: { entry: Entry | null; day: string }) {
  const { locale } = useLanguage();
  if (!entry) return <span className={styles.gap} />;
  const { session, length, before, after } = entry;
  const title = `${startClock(session, day, locale)} ${session.event_title}`;
  return (
    <span
      className={styles.entry}
      data-kind={session.event_kind}
      data-bar={before || after}
      data-before={before}
      data-after={after}
    >
      {length > 0 ? (
        <span className={styles.title} style={{ "--days": length } as CSSProperties}>
          {title}
        </span>
      ) : null}
    </span>
  );
}

/** When a session starts; empty on its later days, and if it differs for the reader: no room to name the zone. */
function startClock(session: Session, day: string, locale: string): string {
  const [zone, other] = zonesOf(session);
  const start = new Date(session.start_time);
  return other || dayKey(start, zone) !== day ? "" : formatClock(start, zone, locale);
}
