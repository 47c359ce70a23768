import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useId, useMemo, useState } from "react";
import type { BookedSessions } from "@/features/bookings";
import type { Event, Session } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { Price } from "@/shared/ui/Price";
import { StateBadge } from "@/shared/ui/StateBadge";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { monthName } from "./calendarDates";
import styles from "./DateChoice.module.css";
import type { Month } from "./monthGrid";
import { PlacesLeft } from "./PlacesLeft";
import { byMonth, isOpen, monthOfSession } from "./sessionChoice";

type DateChoiceProps = {
  event: Event;
  sessions: readonly Session[];
  chosen: Session | undefined;
  booked: BookedSessions | undefined;
  now: Date;
  onChoose: (session: Session) => void;
};

/** The dates of an event as radio buttons, month by month if there are many. */
export function DateChoice({ event, sessions, chosen, booked, now, onChoose }: DateChoiceProps) {
  const { t } = useLanguage();
  const e = useWords(eventPageWords);
  const name = useId();
  const ofMonth = useMemo(() => byMonth(sessions), [sessions]);
  const months = [...ofMonth.keys()];
  const [opened, setOpened] = useState<Month | null>(null);
  const month = opened ?? (chosen && monthOfSession(chosen)) ?? months[0];
  const shown = months.length > 0 && month ? (ofMonth.get(month) ?? []) : sessions;
  const samePrice = new Set(sessions.map(({ price_cents, currency }) => price_cents + currency)).size < 2;
  return (
    <fieldset className={styles.dates}>
      <legend className={styles.legend}>{e("dates.choose")}</legend>
      {months.length > 0 && month ? <Months months={months} month={month} onOpen={setOpened} /> : null}
      <ul className={styles.list}>
        {shown.map((session) => (
          <li key={session.id}>
            <label className={styles.date} data-over={session.status === "cancelled"}>
              <input
                type="radio"
                name={name}
                className={styles.radio}
                checked={session.id === chosen?.id}
                onChange={() => {
                  setOpened(null);
                  onChoose(session);
                }}
              />
              <span className={styles.what}>
                <ZonedTime session={session} />
                {session.title !== event.title ? <span dir="auto">{session.title}</span> : null}
                {session.location && session.location !== event.location ? (
                  <span className={styles.soft} dir="auto">
                    {session.location}
                  </span>
                ) : null}
              </span>
              <span className={styles.state}>
                {samePrice ? null : <Price cents={session.price_cents} currency={session.currency} />}
                {booked?.get(session.id)?.status === "held" ? (
                  <StateBadge tone="warn">{t("booking.status.held")}</StateBadge>
                ) : booked?.has(session.id) ? (
                  <StateBadge tone="good">{t("book.have")}</StateBadge>
                ) : (
                  <SessionState session={session} now={now} />
                )}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function SessionState({ session, now }: { session: Session; now: Date }) {
  const { t } = useLanguage();
  if (session.status === "cancelled") return <StateBadge tone="bad">{t("session.cancelled")}</StateBadge>;
  if (!isOpen(session, now)) return <StateBadge tone="quiet">{t("session.started")}</StateBadge>;
  return (
    <span aria-live="polite">
      <PlacesLeft session={session} quiet={true} />
    </span>
  );
}

type MonthsProps = { months: readonly Month[]; month: Month; onOpen: (month: Month) => void };

function Months({ months, month, onOpen }: MonthsProps) {
  const { t, locale } = useLanguage();
  const at = months.indexOf(month);
  const [before, after] = [months[at - 1], months[at + 1]];
  // Not `disabled`: the button would lose the focus at the first and the last month.
  return (
    <div className={styles.months}>
      <ActionIcon
        variant="default"
        size="input-sm"
        aria-label={t("calendar.previous")}
        aria-disabled={!before}
        onClick={() => before && onOpen(before)}
      >
        <IconChevronLeft size={20} aria-hidden={true} />
      </ActionIcon>
      <strong aria-live="polite">{monthName(month, locale)}</strong>
      <ActionIcon
        variant="default"
        size="input-sm"
        aria-label={t("calendar.next")}
        aria-disabled={!after}
        onClick={() => after && onOpen(after)}
      >
        <IconChevronRight size={20} aria-hidden={true} />
      </ActionIcon>
    </div>
  );
}
