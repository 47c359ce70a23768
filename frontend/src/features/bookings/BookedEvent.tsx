import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { bookableSessions, EventPicture, eventsQuery } from "@/features/events";
import type { Booking, ListedEvent } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { moveWords } from "@/shared/i18n/moveWords";
import { useWords } from "@/shared/i18n/useWords";
import { useNow } from "@/shared/time/useNow";
import styles from "./BookedEvent.module.css";

/** The event of a booking as lists show it; undefined while it loads, and if it is not public any more. */
function useBookedEvent(booking: Booking): ListedEvent | undefined {
  const { data } = useInfiniteQuery(eventsQuery({ event_id: booking.event_id }));
  return data?.pages[0]?.events.find(({ id }) => id === booking.event_id);
}

/** The picture on the receipt. Its space is kept while it loads. */
export function BookedPicture({ booking }: { booking: Booking }) {
  const event = useBookedEvent(booking);
  return (
    <div className={styles.picture}>
      {event ? <EventPicture event={event} sizes="(min-width: 42rem) 42rem, 100vw" eager={true} /> : null}
    </div>
  );
}

/** Whether the event has other dates to come. */
export function useHasOtherDates(booking: Booking): boolean {
  const now = useNow();
  const event = useBookedEvent(booking);
  return event !== undefined && bookableSessions(event, now).some(({ id }) => id !== booking.session_id);
}

/** The way to the event's other dates: to move the booking to one, or only to see them. */
export function OtherDates({ booking, onMove }: { booking: Booking; onMove: () => void }) {
  const { t } = useLanguage();
  const m = useWords(moveWords);
  if (!booking.can_move)
    return (
      <Button component={Link} to={`/e/${booking.event_id}`} variant="default">
        {t("booking.otherDates")}
      </Button>
    );
  return (
    <Button variant="default" onClick={onMove}>
      {m("button")}
    </Button>
  );
}
