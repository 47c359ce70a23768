import { Title } from "@mantine/core";
import { IconChevronRight, IconMapPin, IconVideo } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Booking } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { AddressText } from "@/shared/ui/AddressText";
import clamped from "@/shared/ui/clamped.module.css";
import { DateBlock } from "@/shared/ui/DateBlock";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { BookingPrice } from "./BookingPrice";
import styles from "./BookingRow.module.css";
import { BookingStatus } from "./BookingStatus";
import { HeldUntil } from "./HeldUntil";
import { RestToPay } from "./RestToPay";
import { hasUnseenChange, SessionChange } from "./SessionChange";
import { sessionOfBooking } from "./sessionOfBooking";

export function BookingRow({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  return (
    <article className={styles.row}>
      <DateBlock session={sessionOfBooking(booking)} />
      <div className={styles.text}>
        <Title order={2} size="h4" className={`${styles.title} ${clamped.title}`} dir="auto">
          <Link to={`/my-bookings/${booking.id}`} className={styles.link}>
            {booking.event_title}
          </Link>
        </Title>
        <ZonedTime session={sessionOfBooking(booking)} />
        <span className={styles.more}>{t("event.with", { name: booking.facilitator_name })}</span>
        {booking.session_online ? (
          <span className={styles.more}>
            <IconVideo size={16} aria-hidden={true} />
            {t("event.online")}
          </span>
        ) : booking.session_location ? (
          <span className={styles.more}>
            <IconMapPin size={16} aria-hidden={true} />
            <span dir="auto">
              <AddressText text={booking.session_location} />
            </span>
          </span>
        ) : null}
        <span className={styles.more}>
          <BookingPrice booking={booking} />
        </span>
      </div>
      <div className={styles.end}>
        <BookingStatus booking={booking} />
        <IconChevronRight size={20} aria-hidden={true} className={styles.arrow} />
      </div>
      {booking.status === "held" && booking.held_until ? <HeldUntil booking={booking} /> : null}
      <RestToPay booking={booking} />
      {hasUnseenChange(booking) ? (
        <div className={styles.change}>
          <SessionChange booking={booking} />
        </div>
      ) : null}
    </article>
  );
}
