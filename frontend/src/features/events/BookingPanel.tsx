import { Anchor, Button, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
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
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { useStudio } from "@/shared/studio/studio";
import { sessionTimes } from "@/shared/time/sessionTime";
import { useNow } from "@/shared/time/useNow";
import { EmptyState } from "@/shared/ui/EmptyState";
import { Notice } from "@/shared/ui/Notice";
import { BookAction } from "./BookAction";
import { BookedDates } from "./BookedDates";
import styles from "./BookingPanel.module.css";
import { DateChoice } from "./DateChoice";
import { heldClock } from "./heldClock";
import { ReviewDialog } from "./ReviewDialog";
import { SessionSummary } from "./SessionSummary";
import { firstChoice, isAhead, isOpen, needsReview } from "./sessionChoice";

/** Where a guest books: the dates, what the chosen one costs, and one button, on phones in a bar at the bottom. */
export function BookingPanel({ event }: { event: Event }) {
  const words = useLanguage();
  const { t, locale } = words;
  const e = useWords(eventPageWords);
  const now = useNow(15_000);
  const { status } = useAuth();
  const { review_above_cents: reviewAbove, default_currency: currency } = useStudio();
  const { data: booked } = useQuery({ ...bookedSessionsQuery, enabled: status === "signed-in" });
  const { state, book, leave, suggested } = useBooking();
  const [chosenId, setChosenId] = useState<number | null>(null);
  const [reviewing, setReviewing] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.phase === "refused") notice.current?.focus();
  }, [state.phase]);
  useEffect(() => {
    if (suggested !== null) panel.current?.scrollIntoView({ block: "center" });
  }, [suggested]);

  const ahead = useMemo(
    () => event.sessions.filter((session) => isAhead(session, now)),
    [event.sessions, now],
  );
  const earlier = event.sessions.length - ahead.length;
  const open = ahead.filter((session) => isOpen(session, now));
  const bookable = open.filter(({ seats_left }) => seats_left > 0);
  const wantedId = chosenId ?? (state.phase === "idle" ? suggested : state.sessionId);
  const chosen = ahead.find(({ id }) => id === wantedId) ?? firstChoice(ahead, now, booked);
  if (ahead.length === 0 || !chosen) {
    return (
      <>
        <NoSessions cancelled={event.status === "cancelled"} />
        <PastSessions count={earlier} />
      </>
    );
  }
  const send = () => {
    setReviewing(false);
    setChosenId(chosen.id); // stays chosen when its last place is taken
    void book(chosen.id, offerOf(chosen));
  };
  const booking = booked?.get(chosen.id);
  const isSuggested = suggested === chosen.id && !booking;
  return (
    <div className={styles.panel} ref={panel}>
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
      {reviewing ? (
        <ReviewDialog session={chosen} event={event} onBook={send} onClose={() => setReviewing(false)} />
      ) : null}
      <Title order={2} size="h3">
        {t(ahead.length === 1 ? "event.date" : bookable.length > 0 ? "event.sessions" : "event.dates")}
      </Title>
      {booked ? (
        <div className={styles.booked}>
          <BookedDates session={chosen} booked={booked} />
        </div>
      ) : null}
      <div className={styles.dates}>
        <DateChoice
          event={event}
          sessions={ahead}
          chosen={chosen}
          booked={booked}
          now={now}
          onChoose={({ id }) => setChosenId(id)}
        />
      </div>
      <section className={styles.summary} aria-label={e("panel.summary")}>
        {isSuggested ? (
          <p className={styles.note}>{t("book.continue", { when: sessionTimes(chosen, words)[0].text })}</p>
        ) : null}
        {booking?.status === "held" ? (
          <Notice tone="warn">{e("held.pay", { time: heldClock(booking, locale) })}</Notice>
        ) : null}
        <SessionSummary
          session={chosen}
          event={event}
          isBookable={isOpen(chosen, now) && chosen.seats_left > 0 && !booking}
        />
      </section>
      {event.draft ? (
        <p className={styles.note}>{e("draft.book")}</p>
      ) : (
        <BookAction
          event={event}
          session={chosen}
          isOpen={isOpen(chosen, now)}
          bookable={bookable}
          isOnlyDate={ahead.length === 1}
          isOwnChoice={chosenId !== null}
          booking={booking}
          working={state.phase === "working" && state.sessionId === chosen.id}
          blocked={state.phase === "working"}
          onBook={() => (needsReview(chosen, reviewAbove, currency) ? setReviewing(true) : send())}
          onChooseDate={() => {
            panel.current?.scrollIntoView({ block: "start" });
            panel.current?.querySelector<HTMLInputElement>("input:checked")?.focus({ preventScroll: true });
          }}
        />
      )}
      <PastSessions count={earlier} />
    </div>
  );
}

function PastSessions({ count }: { count: number }) {
  const { t } = useLanguage();
  return count > 0 ? <p className={styles.note}>{t("event.pastSessions", { count })}</p> : null;
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
