import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { bookedSessionsQuery, bookingProblemText, changedOffer } from "@/features/bookings";
import type { Booking, Session } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { moveWords } from "@/shared/i18n/moveWords";
import { useWords } from "@/shared/i18n/useWords";
import { sessionDay } from "@/shared/time/sessionTime";
import { useNow } from "@/shared/time/useNow";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Placeholder } from "@/shared/ui/Placeholder";
import { DateChoice } from "./DateChoice";
import { eventQuery } from "./eventQueries";
import styles from "./MoveDialog.module.css";
import { MoveSummary } from "./MoveSummary";
import { hasRoomFor, paysOnline } from "./sessionChoice";
import { useMove } from "./useMove";

type MoveDialogProps = {
  booking: Booking;
  /** The date that the guest has chosen already; without one they choose it here. */
  sessionId?: number;
  onClose: () => void;
};

/** The other dates of the event, what changes with the chosen one, and the button that moves the booking to it. */
export function MoveDialog({ booking, sessionId, onClose }: MoveDialogProps) {
  const { t, locale } = useLanguage();
  const m = useWords(moveWords);
  const now = useNow();
  const { data: event, error, refetch } = useQuery(eventQuery(booking.event_id));
  const { data: booked } = useQuery(bookedSessionsQuery);
  const move = useMove(booking);
  const [chosenId, setChosenId] = useState(sessionId);
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (move.error) notice.current?.focus();
  }, [move.error]);

  const isPossible = (session: Session) => hasRoomFor(booking, session, now) && !booked?.has(session.id);
  const dates = event?.sessions.filter(isPossible) ?? [];
  const chosen = dates.find(({ id }) => id === chosenId);
  const isGiven = chosen !== undefined && chosen.id === sessionId;
  const send = () => {
    if (chosen && !move.isPending) move.mutate(chosen);
  };
  return (
    <Dialog title={m("button")} onClose={onClose}>
      {move.error ? (
        <Notice tone="bad" ref={notice}>
          {changedOffer(move.error) ? m("changed") : bookingProblemText(t, move.error)}
        </Notice>
      ) : null}
      {event && !isGiven && dates.length > 0 ? (
        <div className={styles.dates}>
          <DateChoice
            event={event}
            sessions={dates}
            chosen={chosen}
            booked={booked}
            now={now}
            onChoose={({ id }) => setChosenId(id)}
          />
        </div>
      ) : null}
      {event && dates.length === 0 ? <p>{m("none")}</p> : null}
      {!event && error ? <FailurePart problem={error} retry={refetch} /> : null}
      {!event && !error ? <Placeholder shapes={["row", "row", "row"]} /> : null}
      {chosen && paysOnline(chosen) ? (
        <Notice tone="calm">{t("book.problem.payment_needed")}</Notice>
      ) : chosen ? (
        <MoveSummary booking={booking} session={chosen} />
      ) : null}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {m("keep")}
        </Button>
        {chosen && paysOnline(chosen) ? (
          <Button component={Link} to={`/e/${booking.event_id}?book=${chosen.id}`}>
            {m("bookFirst")}
          </Button>
        ) : chosen ? (
          <Button aria-disabled={move.isPending} onClick={send}>
            {move.isPending ? m("moving") : m("confirm", { day: sessionDay(chosen, locale) })}
          </Button>
        ) : null}
      </DialogButtons>
    </Dialog>
  );
}
