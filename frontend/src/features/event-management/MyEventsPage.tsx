import { Button, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { useAuth } from "@/shared/auth/auth";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { ChoiceRow } from "@/shared/ui/ChoiceRow";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf, withFilter } from "@/shared/ui/listQuery";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { SearchField } from "@/shared/ui/SearchField";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import { doneText, useArrival } from "./done";
import { EVENT_LISTS, type EventListName, ownEventsQuery } from "./eventManagementApi";
import styles from "./MyEventsPage.module.css";
import { OwnEventRow } from "./OwnEventRow";

export function MyEventsPage() {
  const { user } = useAuth();
  const [query, setQuery] = useAddressQuery();
  const done = useArrival();
  const list = EVENT_LISTS.find((name) => name === query.get("show")) ?? "upcoming";
  if (!user) return null;
  return (
    <Page title={t("myEvents.title")}>
      <div className={styles.page}>
        <div className={styles.head}>
          <div className={styles.hello}>
            <PageHeading>{t("myEvents.title")}</PageHeading>
            <Text c="dimmed">{t("myEvents.intro")}</Text>
          </div>
          <Button
            component={Link}
            to="/facilitator/events/new"
            leftSection={<IconPlus size={18} aria-hidden={true} />}
          >
            {t("myEvents.create")}
          </Button>
        </div>
        {done ? <Notice tone="good">{doneText(done)}</Notice> : null}
        <div className={styles.filters}>
          <ChoiceRow
            label={t("myEvents.which")}
            value={list}
            choices={EVENT_LISTS.map((name) => ({ value: name, label: t(`myEvents.list.${name}`) }))}
            onChoose={(name) =>
              setQuery((current) => withFilter(current, "show", name === "upcoming" ? "" : name))
            }
          />
          <SearchField
            className={styles.search}
            label={t("myEvents.search")}
            value={(query.get("search") ?? "").slice(0, 200)}
            onSearch={(text) => setQuery((current) => withFilter(current, "search", text), { replace: true })}
          />
        </div>
        <EventList facilitatorId={user.id} list={list} />
      </div>
    </Page>
  );
}

function EventList({ facilitatorId, list }: { facilitatorId: number; list: EventListName }) {
  const [query, setQuery] = useSearchParams();
  const search = (query.get("search") ?? "").slice(0, 200);
  const events = useQuery(ownEventsQuery(facilitatorId, list, search, pageOf(query)));
  if (!events.data) {
    return events.error ? (
      <FailurePart problem={events.error} retry={events.refetch} text={t("myEvents.away")} />
    ) : (
      <Placeholder shapes={["row", "row", "row"]} />
    );
  }
  const { events: found, pagination, stale } = events.data;
  return (
    <>
      {stale ? <Notice tone="warn">{t("myEvents.stale")}</Notice> : null}
      {found.length === 0 ? (
        <EmptyState
          title={t(search ? "myEvents.noMatch.title" : `myEvents.empty.${list}.title`)}
          text={t(search ? "myEvents.noMatch.text" : `myEvents.empty.${list}.text`)}
          action={
            search ? (
              <Button onClick={() => setQuery({})}>{t("bookings.clear")}</Button>
            ) : (
              <Button component={Link} to="/facilitator/events/new">
                {t("myEvents.create")}
              </Button>
            )
          }
        />
      ) : (
        <ul className={styles.list}>
          {found.map((event) => (
            <li key={event.id}>
              <OwnEventRow event={event} />
            </li>
          ))}
        </ul>
      )}
      <Pager pagination={pagination} />
    </>
  );
}
