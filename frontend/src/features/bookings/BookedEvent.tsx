import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { bookableSessions, EventPicture, eventsQuery } from "@/features/events";
import type { Booking, ListedEvent } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
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

/** The way to the other dates of the event, if there are any. */
export function OtherDates({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  const now = useNow();
  const event = useBookedEvent(booking);
  const others = event ? bookableSessions(event, now).filter(({ id }) => id !== booking.session_id) : [];
  if (others.length === 0) return null;
  return (
    <Button component={Link} to={`/e/${booking.event_id}`} variant="default">
      {t("booking.otherDates")}
    </Button>
  );
}
