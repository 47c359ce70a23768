import { Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Event } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { firstName } from "@/shared/i18n/firstName";
import { useWords } from "@/shared/i18n/useWords";
import { useNow } from "@/shared/time/useNow";
import { EventCard } from "./EventCard";
import styles from "./EventList.module.css";
import { eventsQuery } from "./eventQueries";

const SHOWN = 3;

/** What else the facilitator offers. */
export function MoreByFacilitator({ event }: { event: Event }) {
  const e = useWords(eventPageWords);
  const now = useNow();
  const { data } = useInfiniteQuery(
    eventsQuery({ status: "bookable", facilitator_id: event.facilitator_id }),
  );
  const others = (data?.pages[0]?.events ?? []).filter(({ id, facilitator_id }) => {
    // While another facilitator's events load, the last ones are still there.
    return id !== event.id && facilitator_id === event.facilitator_id;
  });
  if (others.length === 0) return null;
  return (
    <section className={styles.results} aria-labelledby="more-heading">
      <Title order={2} id="more-heading">
        {e("more.title", { name: firstName(event.facilitator_name) })}
      </Title>
      <ul className={styles.grid}>
        {others.slice(0, SHOWN).map((other) => (
          <li key={other.id} className={styles.item}>
            <EventCard event={other} now={now} lazyCover={true} hidesFacilitator={true} />
          </li>
        ))}
      </ul>
    </section>
  );
}
