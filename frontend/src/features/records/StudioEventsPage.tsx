import { NativeSelect, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { ListedEvent } from "@/shared/api/types";
import { recordWords } from "@/shared/i18n/recordWords";
import { useWords } from "@/shared/i18n/useWords";
import { useZone } from "@/shared/time/useZone";
import table from "@/shared/ui/cardTable.module.css";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf } from "@/shared/ui/listQuery";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { SearchField } from "@/shared/ui/SearchField";
import { StateBadge } from "@/shared/ui/StateBadge";
import { ZonedTime } from "@/shared/ui/ZonedTime";
import { FacilitatorChoice, Filters, Period, useFilters } from "./Filters";
import styles from "./Records.module.css";
import { EVENT_STATES, eventFilters, studioEventsQuery } from "./recordQueries";

/** All events of the studio with their drafts, for admins. */
export function StudioEventsPage() {
  const t = useWords(recordWords);
  const [query, set] = useFilters();
  return (
    <Page title={t("events.title")}>
      <div className={styles.page}>
        <div>
          <PageHeading>{t("events.title")}</PageHeading>
          <Text c="dimmed">{t("events.intro")}</Text>
        </div>
        <Filters>
          <SearchField
            className={styles.wide}
            label={t("events.search")}
            value={query.get("search") ?? ""}
            onSearch={(search) => set({ search }, true)}
          />
          <NativeSelect
            label={t("list.state")}
            value={query.get("state") ?? (query.get("search") ? "all" : "upcoming")}
            onChange={(event) => set({ state: event.currentTarget.value })}
            data={[
              ...EVENT_STATES.map((state) => ({ value: state, label: t(`events.${state}`) })),
              { value: "all", label: t("list.all") },
            ]}
          />
          <FacilitatorChoice />
          <Period from={t("list.from")} to={t("list.to")} />
        </Filters>
        <Events />
      </div>
    </Page>
  );
}

function Events() {
  const t = useWords(recordWords);
  const zone = useZone();
  const [query] = useFilters();
  const list = useQuery(studioEventsQuery(eventFilters(query, zone), pageOf(query)));
  if (!list.data)
    return list.error ? (
      <FailurePart problem={list.error} retry={list.refetch} />
    ) : (
      <Placeholder shapes={["row", "row", "row"]} />
    );
  const { events, pagination } = list.data;
  if (events.length === 0)
    return query.size > 0 ? (
      <EmptyState title={t("list.none")} text={t("list.noneText")} />
    ) : (
      <EmptyState title={t("events.none")} text={t("events.noneText")} />
    );
  return (
    <div>
      <table className={table.table}>
        <caption className={table.caption}>{t("events.count", { count: pagination.total })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("events.event")}</th>
            <th scope="col">{t("events.next")}</th>
            <th scope="col">{t("list.state")}</th>
            <th scope="col">{t("bookings.more")}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <EventLine key={event.id} event={event} />
          ))}
        </tbody>
      </table>
      <Pager pagination={pagination} />
    </div>
  );
}

function EventLine({ event }: { event: ListedEvent }) {
  const t = useWords(recordWords);
  const next = event.next_session;
  return (
    <tr className={table.line}>
      <th scope="row">
        <Link
          to={`/facilitator/events/${event.id}`}
          className={styles.link}
          aria-label={t("events.manage", { title: event.title })}
        >
          <span dir="auto">{event.title}</span>
        </Link>
        <span className={table.under} dir="auto">
          {event.facilitator_name}
        </span>
      </th>
      <td>
        {next ? (
          <ZonedTime session={{ ...next, location: next.location ?? event.location, online: event.online }} />
        ) : (
          <span className={styles.soft}>{t("events.noneAhead")}</span>
        )}
        {next ? (
          <span className={table.under}>
            {t("events.places")}: {event.seats_left}
          </span>
        ) : null}
      </td>
      <td>
        {event.status === "cancelled" ? (
          <StateBadge tone="bad" icon={IconCircleX}>
            {t("events.cancelled")}
          </StateBadge>
        ) : event.draft ? (
          <StateBadge tone="warn" icon={IconPencil}>
            {t("events.draft")}
          </StateBadge>
        ) : (
          <StateBadge tone="good" icon={IconCircleCheck}>
            {t("events.published")}
          </StateBadge>
        )}
      </td>
      <td>
        <span className={styles.links}>
          <Link to={`/admin/bookings?search=${encodeURIComponent(event.title)}`} className={styles.link}>
            {t("events.bookingsOf")}
          </Link>
          <Link to={`/admin/audit?what=event&id=${event.id}`} className={styles.link}>
            {t("bookings.history")}
          </Link>
        </span>
      </td>
    </tr>
  );
}
