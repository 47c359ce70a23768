import { Anchor, Title } from "@mantine/core";
import { IconArrowLeft, IconMapPin } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import type { BookingStatus } from "@/shared/api/types";
import { useAuth } from "@/shared/auth/auth";
import { STAFF_LOCALE, staffWords as t } from "@/shared/i18n/staffWords";
import { formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { SessionMessages } from "../messages/SessionMessages";
import { facilitatorSessionQuery, REFETCH_INTERVAL, rosterQuery } from "./facilitatorQueries";
import type { FacilitatorBooking } from "./facilitatorTypes";
import { GuestBookingStatus } from "./GuestBookingStatus";
import { Occupancy } from "./Occupancy";
import styles from "./RosterPage.module.css";
import { useLiveBookings } from "./useLiveBookings";

const GONE: ReadonlySet<string> = new Set<BookingStatus>(["cancelled", "expired", "refunded"]);

export function RosterPage() {
  const { user } = useAuth();
  const sessionId = Number(useParams().sessionId);
  return user ? <Roster facilitatorId={user.id} sessionId={sessionId} /> : null;
}

function Roster({ facilitatorId, sessionId }: { facilitatorId: number; sessionId: number }) {
  const { live } = useLiveBookings(facilitatorId);
  const refetchInterval = live === "live" ? false : REFETCH_INTERVAL;
  const found = useQuery({ ...facilitatorSessionQuery(facilitatorId, sessionId), refetchInterval });
  const session = found.data;
  const list = useQuery({
    ...rosterQuery(facilitatorId, sessionId),
    enabled: Boolean(session),
    refetchInterval,
  });
  const problem = found.error ?? list.error;
  const guests = list.data;
  return (
    <Page title={session ? `${t("roster.title")}: ${session.event_title}` : t("roster.title")} width="text">
      <div className={styles.page}>
        <Anchor component={Link} to="/facilitator" underline="hover" className={styles.back}>
          <IconArrowLeft size={18} aria-hidden={true} />
          {t("roster.back")}
        </Anchor>
        {session && guests ? (
          <>
            <header className={styles.head}>
              <PageHeading>{session.event_title}</PageHeading>
              <ZonedTime session={session} />
              {session.location ? (
                <span className={styles.place}>
                  <IconMapPin size={18} aria-hidden={true} />
                  <span dir="auto">{session.location}</span>
                </span>
              ) : null}
              <Occupancy booked={session.booked} capacity={session.capacity} />
            </header>
            <GuestList
              title={t("roster.booked")}
              guests={guests.filter(({ status }) => !GONE.has(status))}
              empty={t("roster.empty")}
            />
            <GuestList
              title={t("roster.cancelled")}
              guests={guests.filter(({ status }) => GONE.has(status))}
            />
            <SessionMessages sessionId={sessionId} refetchInterval={REFETCH_INTERVAL} />
          </>
        ) : problem ? (
          <FailurePart
            problem={problem}
            retry={found.error ? found.refetch : list.refetch}
            text={t("dashboard.away")}
          />
        ) : found.data === null ? (
          <EmptyState title={t("roster.missing.title")} text={t("roster.missing.text")} />
        ) : (
          <Placeholder shapes={["title", "line", "row"]} />
        )}
      </div>
    </Page>
  );
}

type GuestListProps = { title: string; guests: readonly FacilitatorBooking[]; empty?: string };

function GuestList({ title, guests, empty }: GuestListProps) {
  const zone = useZone();
  if (guests.length === 0 && !empty) return null;
  return (
    <section>
      <Title order={2} size="h3">
        {title} ({guests.reduce((sum, guest) => sum + guest.places, 0)})
      </Title>
      {guests.length === 0 ? <p className={styles.empty}>{empty}</p> : null}
      <ul className={styles.list}>
        {guests.map((guest) => (
          <li key={guest.booking_id} className={styles.guest}>
            <span className={styles.name}>
              <span dir="auto">{guest.user_name}</span>
              {guest.places > 1 ? ` (${t("bookings.places", { count: guest.places })})` : null}
            </span>
            {guest.status === "booked" ? null : <GuestBookingStatus status={guest.status} />}
            {guest.user_email ? <a href={`mailto:${guest.user_email}`}>{guest.user_email}</a> : null}
            <span className={styles.since}>
              {t("roster.since", { day: formatDay(new Date(guest.booked_at), zone, STAFF_LOCALE) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
