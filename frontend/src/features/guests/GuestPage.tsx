import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import {
  type FacilitatorBooking,
  GuestPayment,
  REFETCH_INTERVAL,
  sessionOfBooking,
  useLiveBookings,
} from "@/features/facilitator";
import { useAuth } from "@/shared/auth/auth";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { MOVED } from "@/shared/movedReason";
import { formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { BackLink } from "@/shared/ui/BackLink";
import { EmailText } from "@/shared/ui/EmailText";
import { FailurePart } from "@/shared/ui/FailureState";
import { GuestBookingStatus } from "@/shared/ui/GuestBookingStatus";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import styles from "./GuestPage.module.css";
import { guestQuery } from "./guestQueries";
import { NotesForm } from "./NotesForm";

export function GuestPage() {
  const { user } = useAuth();
  const userId = Number(useParams().userId);
  return user ? <GuestView key={userId} facilitatorId={user.id} userId={userId} /> : null;
}

function GuestView({ facilitatorId, userId }: { facilitatorId: number; userId: number }) {
  const { live } = useLiveBookings(facilitatorId);
  const found = useQuery({
    ...guestQuery(facilitatorId, userId),
    refetchInterval: live === "live" ? false : REFETCH_INTERVAL,
  });
  return (
    <Page title={found.data?.guest.name ?? t("guest.title")} width="text">
      <div className={styles.page}>
        <BackLink to="/facilitator/guests">{t("guests.all")}</BackLink>
        {found.data ? (
          <>
            <header>
              <PageHeading>{found.data.guest.name}</PageHeading>
              {found.data.guest.email ? (
                <a href={`mailto:${found.data.guest.email}`} className={styles.email}>
                  <EmailText address={found.data.guest.email} />
                </a>
              ) : null}
            </header>
            <NotesForm facilitatorId={facilitatorId} userId={userId} notes={found.data.notes} />
            <Bookings bookings={found.data.bookings} total={found.data.guest.bookings} />
          </>
        ) : found.error ? (
          <FailurePart problem={found.error} retry={found.refetch} text={t("dashboard.away")} />
        ) : (
          <Placeholder shapes={["title", "line", "row", "row"]} />
        )}
      </div>
    </Page>
  );
}

function Bookings({ bookings, total }: { bookings: readonly FacilitatorBooking[]; total: number }) {
  return (
    <section aria-labelledby="guest-bookings">
      <Title order={2} size="h3" id="guest-bookings">
        {t("guest.bookings")}
      </Title>
      <ul className={styles.list}>
        {bookings.map((booking) => (
          <BookingItem key={booking.booking_id} booking={booking} />
        ))}
      </ul>
      {total > bookings.length ? <p>{t("guest.earlier", { count: total - bookings.length })}</p> : null}
    </section>
  );
}

function BookingItem({ booking }: { booking: FacilitatorBooking }) {
  const zone = useZone();
  const cancelled = booking.status === "cancelled";
  const moved = booking.cancel_reason === MOVED;
  const session = sessionOfBooking(booking);
  const changed = new Date(cancelled ? (booking.cancelled_at ?? booking.updated_at) : booking.booked_at);
  return (
    <li className={styles.booking}>
      <div className={styles.what}>
        {booking.session_id ? (
          <Link to={`/facilitator/sessions/${booking.session_id}`} className={styles.name} dir="auto">
            {booking.event_title}
          </Link>
        ) : (
          <span className={styles.name} dir="auto">
            {booking.event_title}
          </span>
        )}
        {session ? <ZonedTime session={session} /> : null}
      </div>
      <div className={styles.state}>
        <GuestBookingStatus booking={booking} />
        <GuestPayment booking={booking} className={styles.when} />
        <time dateTime={changed.toISOString()} className={styles.when}>
          {t(cancelled ? (moved ? "guest.movedOn" : "guest.cancelledOn") : "roster.since", {
            day: formatDay(changed, zone, staffLocale()),
          })}
        </time>
      </div>
    </li>
  );
}
