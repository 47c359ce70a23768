import { Title } from "@mantine/core";
import { IconMapPin, IconVideo } from "@tabler/icons-react";
import { Link } from "react-router";
import type { ListedEvent, ListedSession } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { formatDay } from "@/shared/time/format";
import { zonesOf } from "@/shared/time/sessionTime";
import clamped from "@/shared/ui/clamped.module.css";
import { DateBlock } from "@/shared/ui/DateBlock";
import { Portrait } from "@/shared/ui/Portrait";
import { Price } from "@/shared/ui/Price";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import styles from "./EventCard.module.css";
import { EventPicture } from "./EventPicture";
import { kindOf, nextFreeSession, nextSession } from "./eventTimes";
import { prepareEventPage } from "./loadEventPage";
import { PlacesLeft } from "./PlacesLeft";

const SIZES = "(min-width: 48em) 24rem, 8rem";

type EventCardProps = {
  event: ListedEvent;
  now: Date;
  lazyCover?: boolean;
  /** Where all cards are of the same facilitator, who is named above them. */
  hidesFacilitator?: boolean;
};

export function EventCard({ event, now, lazyCover = false, hidesFacilitator = false }: EventCardProps) {
  const { t, locale } = useLanguage();
  const next = nextSession(event, now);
  const free = nextFreeSession(event, now);
  const { time_zone, online } = event;
  const whenOf = (session: ListedSession) => ({ ...session, time_zone, online });
  const dayOf = (session: ListedSession) =>
    formatDay(new Date(session.start_time), zonesOf(whenOf(session))[0], locale, now);
  return (
    <article className={styles.card}>
      <div className={styles.cover}>
        <EventPicture event={event} sizes={SIZES} eager={!lazyCover} />
        {next ? (
          <span className={styles.date}>
            <DateBlock session={whenOf(next)} />
          </span>
        ) : null}
      </div>
      <div className={styles.text}>
        <p className={styles.kind}>{t(`kind.${kindOf(event)}`)}</p>
        <Title order={2} size="h3" className={`${styles.title} ${clamped.title}`} dir="auto">
          <Link
            to={event.path}
            className={styles.link}
            onPointerEnter={prepareEventPage}
            onFocus={prepareEventPage}
          >
            {event.title}
          </Link>
        </Title>
        {next ? (
          <p className={styles.line}>
            <ZonedTime session={whenOf(next)} />
          </p>
        ) : null}
        {free ? <p className={styles.soft}>{t("session.nextFree", { date: dayOf(free) })}</p> : null}
        {hidesFacilitator ? null : (
          <p className={styles.person}>
            <span aria-hidden={true}>
              <Portrait name={event.facilitator_name} picture={event.facilitator_portrait} size="tiny" />
            </span>
            {t("event.with", { name: event.facilitator_name })}
          </p>
        )}
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
