import { Button, NativeSelect, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { zonesOf } from "@/shared/time/sessionTime";
import { useZone } from "@/shared/time/useZone";
import { SearchField } from "@/shared/ui/SearchField";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import styles from "./BookingFilterBar.module.css";
import { LISTED_STATUSES, withBookingFilter } from "./bookingFilters";
import type { BookingFilters } from "./facilitatorQueries";
import type { FacilitatorSession } from "./facilitatorTypes";

type BookingFilterBarProps = { sessions: readonly FacilitatorSession[]; filters: BookingFilters };

export function BookingFilterBar({ sessions, filters }: BookingFilterBarProps) {
  const [, setQuery] = useAddressQuery();
  const zone = useZone();
  const since = filters.since && new Date(filters.since);
  const change = (name: keyof BookingFilters, value: string, replace = false) =>
    setQuery((query) => withBookingFilter(query, name, value), { replace });
  return (
    <div className={styles.bar}>
      <Title order={2} size="h3" id="bookings-heading" className={styles.title}>
        {t("bookings.title")}
      </Title>
      {since ? (
        <Button
          variant="light"
          className={styles.since}
          rightSection={<IconX size={18} aria-hidden={true} />}
          aria-label={t("bookings.sinceOff", { when: momentOf(since, zone) })}
          onClick={() => change("since", "")}
        >
          {t("bookings.since", { when: momentOf(since, zone) })}
        </Button>
      ) : null}
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

/** "Tue 24 Nov, 10:05" */
const momentOf = (at: Date, zone: string) =>
  `${formatDay(at, zone, staffLocale())}, ${formatClock(at, zone, staffLocale())}`;
