import { Anchor, Button, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import {
  bookedSessionsQuery,
  bookingProblemText,
  OfferChanged,
  offerOf,
  useBooking,
} from "@/features/bookings";
import type { Event } from "@/shared/api/types";
import { useAuth } from "@/shared/auth/auth";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useNow } from "@/shared/time/useNow";
import { EmptyState } from "@/shared/ui/EmptyState";
import { Notice } from "@/shared/ui/Notice";
import { SessionCard } from "./SessionCard";
import styles from "./SessionList.module.css";

const SHOWN_AT_ONCE = 20;

/** The sessions of an event, each with its places, its price and one button. */
export function SessionList({ event }: { event: Event }) {
  const { t } = useLanguage();
  const now = useNow(15_000);
  const { status } = useAuth();
  const { data: booked } = useQuery({ ...bookedSessionsQuery, enabled: status === "signed-in" });
  const { state, book, leave, suggested } = useBooking();
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.phase === "refused") notice.current?.focus();
  }, [state.phase]);
  const ahead = event.sessions.filter((session) => new Date(session.end_time) > now);
  const earlier = event.sessions.length - ahead.length;
  const open = ahead.filter(
    (session) => session.status === "scheduled" && new Date(session.start_time) > now,
  );
  return (
    <>
      {state.phase === "refused" ? (
        <Notice
          tone="bad"
          ref={notice}
          action={
            <Button component={Link} to="/my-bookings" variant="default" size="sm">
              {t("nav.bookings")}
            </Button>
          }
        >
          {bookingProblemText(t, state.problem)}
        </Notice>
      ) : null}
      {state.phase === "changed" ? (
        <OfferChanged
          before={state.before}
          now={state.now}
          onBook={() => void book(state.sessionId, state.now)}
          onClose={leave}
        />
      ) : null}
      {ahead.length === 0 ? (
        <NoSessions cancelled={event.status === "cancelled"} />
      ) : (
        <Title order={2} size="h3">
          {t(open.some(({ seats_left }) => seats_left > 0) ? "event.sessions" : "event.dates")}
        </Title>
      )}
      {ahead.length > 0 ? (
        <ul className={styles.list}>
          {ahead.slice(0, shown).map((session) => (
            <li key={session.id}>
              <SessionCard
                session={session}
                event={event}
                now={now}
                bookingId={booked?.get(session.id)}
                working={state.phase === "working" && state.sessionId === session.id}
                blocked={state.phase === "working"}
                suggested={suggested === session.id && !booked?.has(session.id)}
                otherDates={open.some((other) => other.id !== session.id && other.seats_left > 0)}
                onBook={() => void book(session.id, offerOf(session))}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {ahead.length > shown ? (
        <Button variant="default" onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          {t("event.moreSessions")}
        </Button>
      ) : null}
      {open.some(
        ({ id, payment_terms, price_cents, seats_left }) =>
          price_cents > 0 && payment_terms === "pay_facilitator" && seats_left > 0 && !booked?.has(id),
      ) ? (
        <p className={styles.note}>{t("book.payDirectly", { name: event.facilitator_name })}</p>
      ) : null}
      {earlier > 0 ? <p className={styles.note}>{t("event.pastSessions", { count: earlier })}</p> : null}
    </>
  );
}

function NoSessions({ cancelled }: { cancelled: boolean }) {
  const { t } = useLanguage();
  const others = (
    <Anchor component={Link} to="/">
      {t("error.missing.home")}
    </Anchor>
  );
  // The page already says that the event is cancelled.
  if (cancelled) return others;
  return <EmptyState title={t("event.noSessions.title")} text={t("event.noSessions.text")} action={others} />;
}
