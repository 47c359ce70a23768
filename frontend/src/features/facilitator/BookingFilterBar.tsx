import { NativeSelect, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { STAFF_LOCALE, staffWords as t } from "@/shared/i18n/staffWords";
import { formatDay } from "@/shared/time/format";
import { zonesOf } from "@/shared/time/sessionTime";
import { BOOKING_STATUSES } from "@/shared/ui/BookingStatusBadge";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import { useTypedText } from "@/shared/ui/useTypedText";
import styles from "./BookingFilterBar.module.css";
import { withBookingFilter } from "./bookingFilters";
import type { BookingFilters } from "./facilitatorQueries";
import type { FacilitatorSession } from "./facilitatorTypes";

type BookingFilterBarProps = { sessions: readonly FacilitatorSession[]; filters: BookingFilters };

export function BookingFilterBar({ sessions, filters }: BookingFilterBarProps) {
  const [, setQuery] = useAddressQuery();
  const change = (name: "status" | "search" | "session", value: string, replace = false) =>
    setQuery((query) => withBookingFilter(query, name, value), { preventScrollReset: true, replace });
  const search = useTypedText(filters.search, (text) => change("search", text, true));
  return (
    <div className={styles.bar}>
      <Title order={2} id="bookings-heading" className={styles.title}>
        {t("bookings.title")}
      </Title>
      <TextInput
        className={styles.search}
        type="search"
        aria-label={t("bookings.search")}
        placeholder={t("bookings.search")}
        leftSection={<IconSearch size={18} aria-hidden={true} />}
        value={search.text}
        onChange={(event) => search.type(event.currentTarget.value)}
        onBlur={search.flush}
      />
      <NativeSelect
        aria-label={t("bookings.status")}
        value={filters.status}
        onChange={(event) => change("status", event.currentTarget.value)}
        data={[
          { value: "", label: t("bookings.status.all") },
          ...BOOKING_STATUSES.map((status) => ({ value: status, label: t(`bookings.status.${status}`) })),
        ]}
      />
      <NativeSelect
        className={styles.session}
        aria-label={t("bookings.session")}
        value={filters.session === null ? "" : String(filters.session)}
        onChange={(event) => change("session", event.currentTarget.value)}
        data={[
          { value: "", label: t("bookings.session.all") },
          ...sessions.map((session) => ({
            value: String(session.session_id),
            label: `${formatDay(new Date(session.start_time), zonesOf(session)[0], STAFF_LOCALE)} ${session.event_title}`,
          })),
        ]}
      />
    </div>
  );
}
