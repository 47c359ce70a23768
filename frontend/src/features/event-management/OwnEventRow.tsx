import { Title } from "@mantine/core";
import { IconCalendarOff, IconCircleX, IconPencil } from "@tabler/icons-react";
import { Link } from "react-router";
import { EventPicture } from "@/features/events";
import type { Event } from "@/shared/api/types";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { useNow } from "@/shared/time/useNow";
import clamped from "@/shared/ui/clamped.module.css";
import { Occupancy } from "@/shared/ui/Occupancy";
import { StateBadge } from "@/shared/ui/StateBadge";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import type { OwnEvent } from "./eventManagementApi";
import styles from "./OwnEventRow.module.css";

export function OwnEventRow({ event }: { event: OwnEvent }) {
  const now = useNow();
  const notCancelled = event.sessions.filter((session) => session.status !== "cancelled");
  const ahead = notCancelled.find((session) => session.end_time && new Date(session.end_time) > now);
  const next = ahead ?? notCancelled.at(-1);
  const total = sessionsTotal(event, notCancelled.length);
  return (
    <article className={styles.row}>
      <div className={styles.cover}>
        {isWhole(event) ? <EventPicture event={event} sizes="8rem" /> : null}
      </div>
      <div className={styles.text}>
        <Title order={2} size="h3" className={clamped.title} dir="auto">
          <Link to={`/facilitator/events/${event.id}`} className={styles.link}>
            {event.title}
          </Link>
        </Title>
        {next?.start_time && next.end_time && event.time_zone ? (
          <ZonedTime
            session={{
              start_time: next.start_time,
              end_time: next.end_time,
              time_zone: event.time_zone,
              location: next.location ?? event.location ?? null,
              online: event.online === true,
            }}
          />
        ) : null}
        <div className={styles.facts}>
          {event.status === "cancelled" ? (
            <StateBadge tone="bad" icon={IconCircleX}>
              {t("myEvents.cancelled")}
            </StateBadge>
          ) : event.draft === true ? (
            <StateBadge tone="warn" icon={IconPencil}>
              {t("myEvents.draft")}
            </StateBadge>
          ) : notCancelled.length === 0 ? (
            <StateBadge tone="warn" icon={IconCalendarOff}>
              {t("myEvents.noSessions")}
            </StateBadge>
          ) : (
            <span>{t("myEvents.sessions", { count: total })}</span>
          )}
          <span>{t("myEvents.booked", { count: event.bookings.booked })}</span>
        </div>
      </div>
      {next?.capacity && event.status !== "cancelled" && (ahead || total === 1) ? (
        <div className={styles.taken}>
          {total > 1 ? <span className={styles.which}>{t("myEvents.next")}</span> : null}
          <Occupancy booked={next.seats_taken ?? event.bookings.booked} capacity={next.capacity} />
        </div>
      ) : null}
    </article>
  );
}

/** The number of sessions. The list holds only the next ones; the main API counts all. */
function sessionsTotal(event: OwnEvent, listed: number): number {
  return typeof event.sessions_total === "number" ? event.sessions_total : listed;
}

/** Whether the event has all its fields. If the main API does not answer, some are missing, such as the cover. */
function isWhole(event: OwnEvent): event is OwnEvent & Event {
  return "pictures" in event && Boolean(event.cover && event.kind && event.created_at);
}
