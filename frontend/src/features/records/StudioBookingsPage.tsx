import { NativeSelect, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { sessionOfBooking } from "@/features/bookings";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { recordWords } from "@/shared/i18n/recordWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatMoney } from "@/shared/money/format";
import { useZone } from "@/shared/time/useZone";
import { BOOKING_STATUSES, BookingStatusBadge } from "@/shared/ui/BookingStatusBadge";
import table from "@/shared/ui/cardTable.module.css";
import { ExportButton } from "@/shared/ui/ExportButton";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Price } from "@/shared/ui/Price";
import { SearchField } from "@/shared/ui/SearchField";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { bookingsFile } from "./bookingsFile";
import { FacilitatorChoice, Filters, Period, useFilters } from "./Filters";
import styles from "./Records.module.css";
import { RecordTable } from "./RecordTable";
import {
  bookingFilters,
  bookingsQuery,
  bookingsToExport,
  MOST_EXPORTED,
  type StudioBooking,
} from "./recordQueries";

/** All bookings of the studio, for admins. */
export function StudioBookingsPage() {
  const t = useWords(recordWords);
  const { locale } = useLanguage();
  const zone = useZone();
  const [query, set] = useFilters();
  return (
    <Page title={t("bookings.title")}>
      <div className={styles.page}>
        <div>
          <PageHeading>{t("bookings.title")}</PageHeading>
          <Text c="dimmed">{t("bookings.intro")}</Text>
        </div>
        <Filters>
          <SearchField
            className={styles.wide}
            label={t("bookings.search")}
            value={query.get("search") ?? ""}
            onSearch={(search) => set({ search }, true)}
          />
          <NativeSelect
            label={t("list.state")}
            value={query.get("state") ?? ""}
            onChange={(event) => set({ state: event.currentTarget.value })}
            data={[
              { value: "", label: t("list.all") },
              ...BOOKING_STATUSES.map((state) => ({ value: state, label: t(`status.${state}`) })),
            ]}
          />
          <FacilitatorChoice />
          <Period from={t("bookings.sessionFrom")} to={t("bookings.sessionTo")} />
        </Filters>
        <Bookings />
        <div className={styles.file}>
          <ExportButton
            name="bookings.csv"
            download={async () => bookingsFile(t, await bookingsToExport(bookingFilters(query, zone)))}
          />
          <Text c="dimmed" size="sm">
            {t("bookings.exportHint", { count: MOST_EXPORTED.toLocaleString(locale) })}
          </Text>
        </div>
      </div>
    </Page>
  );
}

function Bookings() {
  const t = useWords(recordWords);
  const zone = useZone();
  const [query] = useFilters();
  return (
    <RecordTable
      list={useInfiniteQuery(bookingsQuery(bookingFilters(query, zone)))}
      label={t("bookings.title")}
      columns={[
        t("bookings.guest"),
        t("bookings.session"),
        t("list.state"),
        t("bookings.money"),
        t("bookings.more"),
      ]}
      empty={{ title: t("bookings.none"), text: t("bookings.noneText") }}
      line={(booking) => <BookingLine key={booking.id} booking={booking} />}
    />
  );
}

function BookingLine({ booking }: { booking: StudioBooking }) {
  const t = useWords(recordWords);
  const id = String(booking.id);
  return (
    <tr className={table.line}>
      <th scope="row">
        <Link
          to={`/admin/people?search=${encodeURIComponent(booking.user_email)}`}
          className={styles.link}
          dir="auto"
        >
          {booking.user_name}
        </Link>
        <span className={table.under}>{booking.user_email}</span>
      </th>
      <td>
        <Link to={`/facilitator/events/${booking.event_id}`} className={styles.link} dir="auto">
          {booking.event_title}
        </Link>
        <span className={table.under}>
          <ZonedTime session={sessionOfBooking(booking)} />
        </span>
        <span className={table.under} dir="auto">
          {booking.facilitator_name}
        </span>
      </td>
      <td>
        <BookingStatusBadge status={booking.status} word={(status) => t(`status.${status}`)} />
        <span className={table.under}>{t("bookings.places", { count: booking.places })}</span>
      </td>
      <td className={table.number}>
        <Money booking={booking} />
      </td>
      <td>
        <span className={styles.links}>
          <Link
            to={`/admin/audit?what=booking&id=${id}`}
            className={styles.link}
            aria-label={t("bookings.historyOf", { id: `#${id}` })}
          >
            #{id}
          </Link>
          {booking.order_id ? (
            <Link
              to={`/admin/money/${booking.order_id}`}
              className={styles.link}
              aria-label={t("bookings.orderOf", { id })}
            >
              {t("bookings.order")}
            </Link>
          ) : null}
        </span>
      </td>
    </tr>
  );
}

/** The price, and below it what came, what went back and what is still open. */
function Money({ booking }: { booking: StudioBooking }) {
  const t = useWords(recordWords);
  const { locale } = useLanguage();
  const { total_cents, price_currency: currency, amount_paid, refunded_cents, open_cents } = booking;
  if (total_cents === null || !currency) return null;
  const amounts = [
    ["bookings.paid", amount_paid],
    ["bookings.refunded", refunded_cents],
    ["bookings.open", open_cents],
  ] as const;
  return (
    <>
      <Price cents={total_cents} currency={currency} />
      {amounts.map(([key, cents]) =>
        cents ? (
          <span key={key} className={table.under}>
            {t(key, { amount: formatMoney(cents, currency, locale) })}
          </span>
        ) : null,
      )}
    </>
  );
}
