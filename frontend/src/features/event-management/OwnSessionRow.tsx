import { Button } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconUsersGroup } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Session } from "@/shared/api/types";
import { currentLanguage } from "@/shared/i18n/LanguageProvider";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import { sessionMoment, sessionTimes } from "@/shared/time/sessionTime";
import { DateBlock } from "@/shared/ui/DateBlock";
import { Occupancy } from "@/shared/ui/Occupancy";
import { Price } from "@/shared/ui/Price";
import { StateBadge } from "@/shared/ui/StateBadge";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import styles from "./OwnSessionRow.module.css";

type OwnSessionRowProps = {
  session: Session;
  /** The event's location. The session's own is shown only if it differs. */
  eventLocation: string;
  /** Absent for past sessions, which can't be changed. */
  onCancel?: (session: Session) => void;
  onConfirm?: (session: Session) => void;
};

export function OwnSessionRow({ session, eventLocation, onCancel, onConfirm }: OwnSessionRowProps) {
  const cancelled = session.status === "cancelled";
  const [{ text: when }] = sessionTimes(session, currentLanguage());
  return (
    <li className={styles.row}>
      <DateBlock session={session} />
      <div className={styles.text}>
        <ZonedTime session={session} />
        <span className={styles.facts}>
          {session.title === session.event_title ? null : <span dir="auto">{session.title}</span>}
          <Price cents={session.price_cents} currency={session.currency} />
          <Deposit session={session} />
          {session.location === eventLocation ? null : <span dir="auto">{session.location}</span>}
        </span>
        {cancelled ? null : <RunState session={session} />}
      </div>
      <div className={styles.taken}>
        {cancelled ? (
          <StateBadge tone="bad" icon={IconCircleX}>
            {t("ownSession.cancelled")}
          </StateBadge>
        ) : (
          <Occupancy booked={session.seats_taken} capacity={session.capacity} />
        )}
      </div>
      <div className={styles.actions}>
        <Button
          component={Link}
          to={`/facilitator/sessions/${session.id}`}
          variant="default"
          aria-label={t("ownSession.guestsOf", { when })}
        >
          {t("ownSession.guests")}
        </Button>
        {onConfirm && !cancelled && session.run_state === "undecided" ? (
          <Button aria-label={t("ownSession.confirmOf", { when })} onClick={() => onConfirm(session)}>
            {t("ownSession.confirm")}
          </Button>
        ) : null}
        {onCancel && !cancelled ? (
          <>
            <Button
              component={Link}
              to={`sessions/${session.id}`}
              variant="default"
              aria-label={t("ownSession.changeOf", { when })}
            >
              {t("ownSession.change")}
            </Button>
            <Button
              variant="default"
              aria-label={t("ownSession.cancelOf", { when })}
              onClick={() => onCancel(session)}
            >
              {t("ownSession.cancel")}
            </Button>
          </>
        ) : null}
      </div>
    </li>
  );
}

/** What of the price guests pay when they book. Nothing without a deposit. */
function Deposit({ session }: { session: Session }) {
  const { deposit_percent: percent, deposit_cents: now, price_cents, currency } = session;
  if (percent === null || now === null || price_cents === 0) return null;
  const money = (cents: number) => formatMoney(cents, currency, staffLocale());
  return <span>{t("ownSession.deposit", { percent, now: money(now), rest: money(price_cents - now) })}</span>;
}

function RunState({ session }: { session: Session }) {
  if (session.run_state === "confirmed")
    return (
      <StateBadge tone="good" icon={IconCircleCheck}>
        {t("ownSession.confirmed")}
      </StateBadge>
    );
  if (!session.decide_at || !session.min_places) return null;
  const when = sessionMoment(session, session.decide_at, currentLanguage());
  return (
    <StateBadge tone={session.seats_taken >= session.min_places ? "good" : "warn"} icon={IconUsersGroup}>
      {t("ownSession.undecided", { booked: session.seats_taken, needed: session.min_places, when })}
    </StateBadge>
  );
}
