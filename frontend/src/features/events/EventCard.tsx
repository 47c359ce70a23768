import { Title } from "@mantine/core";
import { IconMapPin } from "@tabler/icons-react";
import { Link } from "react-router";
import { Cover } from "@/features/covers/Cover";
import type { Event } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { DateBlock } from "@/shared/ui/DateBlock";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import styles from "./EventCard.module.css";
import { bookableSessions, coverSubject, kindOf, nextSession } from "./eventTimes";
import { PlacesLeft } from "./PlacesLeft";
import { Price } from "./Price";

export function EventCard({ event, now }: { event: Event; now: Date }) {
  const { t } = useLanguage();
  const next = nextSession(event, now);
  const seats = Math.max(0, ...bookableSessions(event, now).map((session) => session.seats_left));
  return (
    <article className={styles.card}>
      <div className={styles.cover}>
        <Cover {...coverSubject(event)} />
        {next ? (
          <span className={styles.date}>
            <DateBlock at={next.start_time} />
          </span>
        ) : null}
      </div>
      <div className={styles.text}>
        <p className={styles.kind}>{t(`kind.${kindOf(event)}`)}</p>
        <Title order={2} size="h3" className={styles.title}>
          <Link to={`/retreats/${event.id}`} className={styles.link}>
            {event.title}
          </Link>
        </Title>
        <p className={styles.line}>{t("event.with", { name: event.facilitator_name })}</p>
        {next ? (
          <p className={styles.line}>
            <ZonedTime start={next.start_time} end={next.end_time} zone={event.time_zone} />
          </p>
        ) : null}
        {event.location ? (
          <p className={styles.place}>
            <IconMapPin size={16} aria-hidden={true} />
            {event.location}
          </p>
        ) : null}
        <div className={styles.foot}>
          <Price cents={event.price_from_cents} currency={event.currency} from={differentPrices(event)} />
          <PlacesLeft seats={seats} />
        </div>
      </div>
    </article>
  );
}

function differentPrices(event: Event): boolean {
  return new Set(event.sessions.map((session) => session.price_cents)).size > 1;
}

export function EventCardPlaceholder() {
  return (
    <div className={styles.card} data-placeholder="true">
      <div className={styles.cover} />
      <div className={styles.text} />
    </div>
  );
}
