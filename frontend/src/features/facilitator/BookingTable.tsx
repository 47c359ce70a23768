import { Button } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatAgo, formatClock, formatDay } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import table from "@/shared/ui/cardTable.module.css";
import { EmailText } from "@/shared/ui/EmailText";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { GuestBookingStatus } from "@/shared/ui/GuestBookingStatus";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { StateBadge } from "@/shared/ui/StateBadge";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import styles from "./BookingTable.module.css";
import { readPage } from "./bookingFilters";
import { type BookingFilters, facilitatorBookingsQuery } from "./facilitatorQueries";
import type { FacilitatorBooking } from "./facilitatorTypes";
import { GuestPayment } from "./GuestPayment";
import { sessionOfBooking } from "./sessionOfBooking";

type BookingTableProps = {
  facilitatorId: number;
  filters: BookingFilters;
  /** Bookings that changed while the page was open. */
  fresh: ReadonlySet<number>;
  refetchInterval: number | false;
};

export function BookingTable({ facilitatorId, filters, fresh, refetchInterval }: BookingTableProps) {
  const [query, setQuery] = useSearchParams();
  const page = readPage(query);
  const list = useQuery({ ...facilitatorBookingsQuery(facilitatorId, filters, page), refetchInterval });
  if (!list.data) {
    return list.error ? (
      <FailurePart problem={list.error} retry={list.refetch} text={t("dashboard.away")} />
    ) : (
      <Placeholder shapes={["row", "row", "row"]} />
    );
  }
  const { bookings, pagination } = list.data;
  if (bookings.length === 0) {
    const filtered = Boolean(filters.search || filters.status || filters.session || filters.since);
    return filtered ? (
      <EmptyState
        heading={3}
        title={t("bookings.noMatch.title")}
        text={t("bookings.noMatch.text")}
        action={<Button onClick={() => setQuery({})}>{t("bookings.clear")}</Button>}
      />
    ) : (
      <EmptyState heading={3} title={t("bookings.empty.title")} text={t("bookings.empty.text")} />
    );
  }
  return (
    <>
      <table className={table.table}>
        <caption className={table.caption}>{t("bookings.count", { count: pagination.total })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("bookings.guest")}</th>
            <th scope="col">{t("bookings.session")}</th>
            <th scope="col">{t("bookings.status")}</th>
            <th scope="col">{t("bookings.changed")}</th>
          </tr>
        </thead>
        <tbody>
          {bookings.map((booking) => (
            <BookingLine key={booking.booking_id} booking={booking} fresh={fresh.has(booking.booking_id)} />
          ))}
        </tbody>
      </table>
      <Pager pagination={pagination} keepsScroll={true} />
    </>
  );
}

function BookingLine({ booking, fresh }: { booking: FacilitatorBooking; fresh: boolean }) {
  const now = useNow();
  const zone = useZone();
  const session = sessionOfBooking(booking);
  const changed = new Date(booking.updated_at);
  return (
    <tr className={`${table.line} ${styles.line}`} data-fresh={fresh}>
      <th scope="row" className={styles.guest}>
        <span className={styles.name}>
          <span dir="auto">{booking.user_name}</span>
          {booking.places > 1 ? ` (${t("bookings.places", { count: booking.places })})` : null}
        </span>
        <span className={table.under}>
          <EmailText address={booking.user_email} />
        </span>
      </th>
      <td>
        <span dir="auto">{booking.event_title}</span>
        {session ? (
          <span className={table.under}>
            <ZonedTime session={session} />
          </span>
        ) : null}
      </td>
      <td>
        <span className={styles.states}>
          <GuestBookingStatus booking={booking} />
          {fresh ? (
            <StateBadge tone="warn" icon={IconSparkles}>
              {t("bookings.new")}
            </StateBadge>
          ) : null}
        </span>
        <GuestPayment booking={booking} className={table.under} />
      </td>
      <td>
        <time
          className={styles.changed}
          dateTime={booking.updated_at}
          title={`${formatDay(changed, zone, staffLocale())}, ${formatClock(changed, zone, staffLocale())}`}
        >
          {formatAgo(changed, now, staffLocale())}
        </time>
      </td>
    </tr>
  );
}
