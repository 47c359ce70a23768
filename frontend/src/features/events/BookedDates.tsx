import { Button } from "@mantine/core";
import { Suspense, useState } from "react";
import { Link } from "react-router";
import { type BookedSessions, sessionOfBooking } from "@/features/bookings";
import type { Session } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { moveWords } from "@/shared/i18n/moveWords";
import { useWords } from "@/shared/i18n/useWords";
import { sessionDay, sessionTimes } from "@/shared/time/sessionTime";
import { useNow } from "@/shared/time/useNow";
import { Notice } from "@/shared/ui/Notice";
import { MoveDialog } from "./lazyMoveDialog";
import { hasRoomFor, paysOnline } from "./sessionChoice";

type BookedDatesProps = {
  /** The chosen one. */
  session: Session;
  booked: BookedSessions;
};

/** Above the dates of an event: which of them the guest has booked, and a way to move the booking to the chosen one. */
export function BookedDates({ session, booked }: BookedDatesProps) {
  const words = useLanguage();
  const m = useWords(moveWords);
  const now = useNow();
  const [movingTo, setMovingTo] = useState<number | null>(null);
  const own = [...booked.values()].filter(
    ({ event_id, status }) => event_id === session.event_id && status === "booked",
  );
  const [booking] = own;
  if (!booking) return null;
  if (own.length > 1) {
    return (
      <Notice tone="calm" action={<BookingLink to="/my-bookings" text={m("dates.seeAll")} />}>
        {m("dates.several", { count: own.length })}
      </Notice>
    );
  }
  const [{ text: when }] = sessionTimes(sessionOfBooking(booking), words);
  return (
    <>
      <Notice
        tone="calm"
        action={
          booking.can_move && hasRoomFor(booking, session, now) && !paysOnline(session) ? (
            <Button variant="default" size="sm" onClick={() => setMovingTo(session.id)}>
              {m("confirm", { day: sessionDay(session, words.locale) })}
            </Button>
          ) : (
            <BookingLink to={`/my-bookings/${booking.id}`} text={m("dates.see")} />
          )
        }
      >
        {m("dates.booked", { when })} {booking.can_move ? m("dates.choice") : null}
      </Notice>
      {movingTo === null ? null : (
        <Suspense fallback={null}>
          <MoveDialog booking={booking} sessionId={movingTo} onClose={() => setMovingTo(null)} />
        </Suspense>
      )}
    </>
  );
}

function BookingLink({ to, text }: { to: string; text: string }) {
  return (
    <Button component={Link} to={to} variant="default" size="sm">
      {text}
    </Button>
  );
}
