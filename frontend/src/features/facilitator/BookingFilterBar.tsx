import { NativeSelect, Title } from "@mantine/core";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatDay } from "@/shared/time/format";
import { zonesOf } from "@/shared/time/sessionTime";
import { SearchField } from "@/shared/ui/SearchField";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import styles from "./BookingFilterBar.module.css";
import { LISTED_STATUSES, withBookingFilter } from "./bookingFilters";
import type { BookingFilters } from "./facilitatorQueries";
import type { FacilitatorSession } from "./facilitatorTypes";

type BookingFilterBarProps = { sessions: readonly FacilitatorSession[]; filters: BookingFilters };

export function BookingFilterBar({ sessions, filters }: BookingFilterBarProps) {
  const [, setQuery] = useAddressQuery();
  const change = (name: "status" | "search" | "session", value: string, replace = false) =>
    setQuery((query) => withBookingFilter(query, name, value), { replace });
  return (
    <div className={styles.bar}>
      <Title order={2} id="bookings-heading" className={styles.title}>
        {t("bookings.title")}
      </Title>
      <SearchField
        className={styles.search}
        label={t("bookings.search")}
        value={filters.search}
        onSearch={(text) => change("search", text, true)}
      />
      <NativeSelect
        aria-label={t("bookings.status")}
        value={filters.status}
        onChange={(event) => change("status", event.currentTarget.value)}
        data={[
          { value: "", label: t("bookings.status.all") },
          ...LISTED_STATUSES.map((status) => ({ value: status, label: t(`bookings.status.${status}`) })),
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
            label: `${formatDay(new Date(session.start_time), zonesOf(session)[0], staffLocale())} ${session.event_title}`,
          })),
        ]}
      />
    </div>
  );
}
