import { Title } from "@mantine/core";
import { IconMapPin, IconVideo } from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import type { ListedEvent, ListedSession } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Cover } from "@/shared/ui/Cover";
import clamped from "@/shared/ui/clamped.module.css";
import { DateBlock } from "@/shared/ui/DateBlock";
import { Price } from "@/shared/ui/Price";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import styles from "./EventCard.module.css";
import { coverSubject, kindOf, nextSession } from "./eventTimes";
import { PlacesLeft } from "./PlacesLeft";

type EventCardProps = { event: ListedEvent; now: Date; lazyCover?: boolean };

export function EventCard({ event, now, lazyCover = false }: EventCardProps) {
  const { t } = useLanguage();
  const { search } = useLocation();
  const next = nextSession(event, now);
  const { time_zone, online } = event;
  const whenOf = (session: ListedSession) => ({ ...session, time_zone, online });
  return (
    <article className={styles.card}>
      <div className={styles.cover}>
        <Cover {...coverSubject(event)} lazy={lazyCover} />
        {next ? (
          <span className={styles.date}>
            <DateBlock session={whenOf(next)} />
          </span>
        ) : null}
      </div>
      <div className={styles.text}>
        <p className={styles.kind}>{t(`kind.${kindOf(event)}`)}</p>
        <Title order={2} size="h3" className={`${styles.title} ${clamped.title}`} dir="auto">
          <Link to={`/retreats/${event.id}`} state={{ search }} className={styles.link}>
            {event.title}
          </Link>
        </Title>
        <p className={styles.line}>{t("event.with", { name: event.facilitator_name })}</p>
        {next ? (
          <p className={styles.line}>
            <ZonedTime session={whenOf(next)} />
          </p>
        ) : null}
        {event.online || event.location ? (
          <p className={styles.place}>
            {event.online ? (
              <IconVideo size={16} aria-hidden={true} />
            ) : (
              <IconMapPin size={16} aria-hidden={true} />
            )}
            <span dir="auto">{event.online ? t("event.online") : event.location}</span>
          </p>
        ) : null}
        <div className={styles.foot}>
          {next ? (
            <>
              <Price cents={next.price_cents} currency={next.currency} />
              <PlacesLeft session={next} />
            </>
          ) : null}
        </div>
      </div>
    </article>
  );
}

export function EventCardPlaceholder() {
  return (
    <div className={styles.card} data-placeholder="true">
      <div className={styles.cover} />
      <div className={styles.text} />
    </div>
  );
}
