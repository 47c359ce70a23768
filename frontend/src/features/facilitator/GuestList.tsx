import { Title } from "@mantine/core";
import { Link } from "react-router";
import { DoorPayment } from "@/features/money";
import type { BookingStatus } from "@/shared/api/types";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { GuestBookingStatus } from "@/shared/ui/GuestBookingStatus";
import { CancelGuest } from "./CancelGuest";
import type { ListedBooking } from "./facilitatorTypes";
import { GuestPayment } from "./GuestPayment";
import styles from "./RosterPage.module.css";

const CANCELLABLE: ReadonlySet<string> = new Set<BookingStatus>(["booked", "held"]);

type GuestListProps = {
  title: string;
  guests: readonly ListedBooking[];
  /** Numbers by booking. */
  phones?: ReadonlyMap<number, string> | undefined;
  empty?: string;
  /** Whether the session is still to come, so that a booking can be cancelled. */
  ahead?: boolean;
};

/** Guests of a session: how to reach each, and what the facilitator noted about them. */
export function GuestList({ title, guests, phones, empty, ahead = false }: GuestListProps) {
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
            <GuestLine guest={guest} phone={phones?.get(guest.booking_id)} ahead={ahead} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type GuestLineProps = { guest: ListedBooking; phone: string | undefined; ahead: boolean };

function GuestLine({ guest, phone, ahead }: GuestLineProps) {
  const zone = useZone();
  return (
    <>
      <span className={styles.name}>
        {guest.user_id === null ? (
          <span dir="auto">{guest.user_name}</span>
        ) : (
          <Link to={`/facilitator/guests/${guest.user_id}`} dir="auto">
            {guest.user_name}
          </Link>
        )}
        {guest.places > 1 ? ` (${t("bookings.places", { count: guest.places })})` : null}
      </span>
      {guest.status === "booked" ? null : <GuestBookingStatus status={guest.status} />}
      <GuestPayment booking={guest} className={styles.payment} />
      <DoorPayment
        bookingId={guest.booking_id}
        name={guest.user_name}
        due={isDueAtTheDoor(guest)}
        paid={guest.status === "booked" && guest.payment_method !== null && (guest.amount_paid ?? 0) > 0}
      />
      {guest.total_cents ? (
        <Link to={`/facilitator/bookings/${guest.booking_id}/order`} className={styles.order}>
          {t("roster.order", { name: guest.user_name })}
        </Link>
      ) : null}
      {ahead && CANCELLABLE.has(guest.status) ? (
        <CancelGuest
          bookingId={guest.booking_id}
          name={guest.user_name}
          paid={(guest.amount_paid ?? 0) > 0}
        />
      ) : null}
      <span className={styles.contact}>
        {guest.user_email ? <a href={`mailto:${guest.user_email}`}>{guest.user_email}</a> : null}
        {phone ? <a href={`tel:${phone}`}>{phone}</a> : null}
        <span className={styles.since}>
          {t("roster.since", { day: formatDay(new Date(guest.booked_at), zone, staffLocale()) })}
        </span>
      </span>
      {guest.note ? (
        <span className={styles.note} dir="auto">
          {guest.note}
        </span>
      ) : null}
    </>
  );
}

/** Whether the guest pays the facilitator and has not yet. Who pays online is held until then, or already paid. */
function isDueAtTheDoor({ amount_paid, status, total_cents }: ListedBooking): boolean {
  return status === "booked" && (total_cents ?? 0) > (amount_paid ?? 0);
}
