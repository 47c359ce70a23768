import { Title } from "@mantine/core";
import { Link } from "react-router";
import { DoorPayment } from "@/features/money";
import type { BookingStatus } from "@/shared/api/types";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { MOVED } from "@/shared/movedReason";
import { formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { EmailText } from "@/shared/ui/EmailText";
import { GuestBookingStatus } from "@/shared/ui/GuestBookingStatus";
import { CancelGuest } from "./CancelGuest";
import type { ListedBooking } from "./facilitatorTypes";
import { GuestPayment } from "./GuestPayment";
import type { Announce } from "./RosterNotice";
import styles from "./RosterPage.module.css";

const CANCELLABLE: ReadonlySet<string> = new Set<BookingStatus>(["booked", "held"]);

/** The words of the reasons that the system gives, not people. */
const SYSTEM_REASONS: Partial<Record<string, "roster.notEnough" | "roster.moved">> = {
  not_enough_places: "roster.notEnough",
  [MOVED]: "roster.moved",
};

type GuestListProps = {
  title: string;
  guests: readonly ListedBooking[];
  /** Numbers by booking. */
  phones?: ReadonlyMap<number, string> | undefined;
  empty?: string;
  /** Whether the session is still to come, so that a booking can be cancelled. */
  ahead?: boolean;
  /** Whether they come, so that the printed list has a box to tick for each. */
  coming?: boolean;
  announce: Announce;
};

/** Guests of a session: how to reach each, and what the facilitator noted about them. */
export function GuestList({
  title,
  guests,
  phones,
  empty,
  ahead = false,
  coming = false,
  announce,
}: GuestListProps) {
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
            {coming ? <span className={styles.tick} aria-hidden={true} /> : null}
            <GuestLine
              guest={guest}
              phone={phones?.get(guest.booking_id)}
              ahead={ahead}
              announce={announce}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

type GuestLineProps = {
  guest: ListedBooking;
  phone: string | undefined;
  ahead: boolean;
  announce: Announce;
};

function GuestLine({ guest, phone, ahead, announce }: GuestLineProps) {
  const zone = useZone();
  const systemReason = SYSTEM_REASONS[guest.cancel_reason ?? ""];
  return (
    <>
      <div className={styles.who}>
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
        <span className={styles.contact}>
          {guest.user_email ? (
            <a href={`mailto:${guest.user_email}`}>
              <EmailText address={guest.user_email} />
            </a>
          ) : null}
          {phone ? <a href={`tel:${phone}`}>{phone}</a> : null}
          <span className={styles.since}>
            {t("roster.since", { day: formatDay(new Date(guest.booked_at), zone, staffLocale()) })}
          </span>
        </span>
        {guest.cancel_reason ? (
          <span className={styles.note}>
            {systemReason ? (
              t(systemReason)
            ) : (
              <>
                {t("roster.reason")} <q dir="auto">{guest.cancel_reason}</q>
              </>
            )}
          </span>
        ) : null}
        {guest.note ? (
          <span className={styles.note} dir="auto">
            {guest.note}
          </span>
        ) : null}
      </div>
      <div className={styles.money}>
        {guest.status === "booked" ? null : <GuestBookingStatus booking={guest} />}
        <GuestPayment booking={guest} className={styles.payment} />
        {guest.total_cents ? (
          <Link
            to={`/facilitator/bookings/${guest.booking_id}/order`}
            className={styles.order}
            aria-label={t("roster.order", { name: guest.user_name })}
          >
            {t("roster.payments")}
          </Link>
        ) : null}
      </div>
      <div className={styles.buttons}>
        <DoorPayment
          bookingId={guest.booking_id}
          name={guest.user_name}
          due={isDueAtTheDoor(guest)}
          paid={guest.status === "booked" && guest.payment_method !== null && (guest.amount_paid ?? 0) > 0}
        />
        {ahead && CANCELLABLE.has(guest.status) ? <CancelGuest booking={guest} announce={announce} /> : null}
      </div>
    </>
  );
}

/** Whether the guest pays the facilitator and has not yet. Who pays online is held until then, or already paid. */
function isDueAtTheDoor({ amount_paid, status, total_cents }: ListedBooking): boolean {
  return status === "booked" && (total_cents ?? 0) > (amount_paid ?? 0);
}
