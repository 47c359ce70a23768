import { Anchor, Button } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import { PriceDetails } from "@/features/payments";
import type { Event, Session } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatMoney } from "@/shared/money/format";
import { sessionTimes } from "@/shared/time/sessionTime";
import { DateBlock } from "@/shared/ui/DateBlock";
import { Price } from "@/shared/ui/Price";
import { StateBadge } from "@/shared/ui/StateBadge";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { kindOf } from "./eventTimes";
import { PlacesLeft } from "./PlacesLeft";
import { RunRule } from "./RunRule";
import styles from "./SessionCard.module.css";

type SessionCardProps = {
  session: Session;
  event: Event;
  now: Date;
  /** The reader's own booking of this session. */
  bookingId: number | undefined;
  working: boolean;
  blocked: boolean;
  suggested: boolean;
  otherDates: boolean;
  onBook: () => void;
};

export function SessionCard(props: SessionCardProps) {
  const { session, event, suggested } = props;
  const words = useLanguage();
  const { t } = words;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (suggested) row.current?.scrollIntoView({ block: "center" });
  }, [suggested]);
  const [{ text: when }] = sessionTimes(session, words);
  return (
    <div className={styles.card} ref={row} data-suggested={suggested}>
      <DateBlock session={session} />
      <div className={styles.facts}>
        {session.title !== event.title ? <strong dir="auto">{session.title}</strong> : null}
        <ZonedTime session={session} />
        {session.location && session.location !== event.location ? (
          <span className={styles.place} dir="auto">
            {session.location}
          </span>
        ) : null}
        <span className={styles.state}>
          <Price cents={session.price_cents} currency={session.currency} />
          <SessionState session={session} now={props.now} />
        </span>
        {session.status === "scheduled" ? (
          <RunRule
            state={session.run_state}
            missing={Math.max(0, (session.min_places ?? 0) - session.seats_taken)}
            decideAt={session.decide_at}
            session={session}
          />
        ) : null}
        {session.payment_terms === "pay_online" &&
        session.price_cents > 0 &&
        session.status === "scheduled" ? (
          <PriceDetails sessionId={session.id} facilitator={event.facilitator_name} />
        ) : null}
        {suggested ? <span>{t("book.continue", { when })}</span> : null}
      </div>
      <div className={styles.action}>
        <BookAction {...props} when={when} />
      </div>
    </div>
  );
}

function SessionState({ session, now }: { session: Session; now: Date }) {
  const { t } = useLanguage();
  if (session.status === "cancelled") return <StateBadge tone="bad">{t("session.cancelled")}</StateBadge>;
  if (new Date(session.start_time) <= now)
    return <StateBadge tone="quiet">{t("session.started")}</StateBadge>;
  // The live region exists from the start, so that screen readers announce a change of the number.
  return (
    <span aria-live="polite">
      <PlacesLeft session={session} />
    </span>
  );
}

function BookAction(props: SessionCardProps & { when: string }) {
  const { session, event, now, bookingId, working, blocked, otherDates, onBook, when } = props;
  const { t, locale } = useLanguage();
  if (bookingId !== undefined) {
    return (
      <Button
        component={Link}
        to={`/my-bookings/${bookingId}`}
        variant="light"
        fullWidth
        leftSection={<IconCircleCheck size={18} aria-hidden={true} />}
      >
        {t("book.have")}
      </Button>
    );
  }
  if (session.status !== "scheduled" || new Date(session.start_time) <= now) return null;
  if (session.seats_left === 0) {
    return (
      <p className={styles.instead}>
        {t("session.fullInstead")}{" "}
        {otherDates ? (
          t("session.fullOther")
        ) : (
          <Anchor component={Link} to={`/?kind=${kindOf(event)}&free=1`} inherit>
            {t("session.fullSimilar")}
          </Anchor>
        )}
      </p>
    );
  }
  const price = formatMoney(session.price_cents, session.currency, locale);
  const action =
    session.price_cents === 0
      ? t("book.buttonFree")
      : session.payment_terms === "pay_online"
        ? t("book.buttonPay", { price })
        : t("book.buttonLater");
  const shown = working ? t("book.working") : action;
  return (
    <Button
      fullWidth
      size="md"
      // Not `disabled` while working: the button would lose the focus, and keyboard users their position.
      aria-disabled={blocked}
      data-working={working}
      aria-label={t("book.label", { action: shown, title: session.title, when })}
      onClick={() => {
        if (!blocked) onBook();
      }}
    >
      {shown}
    </Button>
  );
}
