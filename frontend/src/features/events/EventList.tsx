import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { useSearchParams } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { type DiscoverFilters, isFiltered, toSearch, withoutFilters } from "./discoverFilters";
import { EventCard, EventCardPlaceholder } from "./EventCard";
import styles from "./EventList.module.css";
import { eventsQuery } from "./eventQueries";

const CARDS_ON_FIRST_SCREEN = 3; // of the widest grid

export function EventList({ filters }: { filters: DiscoverFilters }) {
  const { t } = useLanguage();
  const zone = useZone();
  const now = useNow();
  const [, setQuery] = useSearchParams();
  const list = useInfiniteQuery(eventsQuery(toSearch(filters, zone)));
  // Many cards are rendered in slices, so that typing into the search never waits for them.
  const data = useDeferredValue(list.data);
  if (list.isPending || (list.data && !data)) {
    return (
      <div className={styles.grid} role="status" aria-label={t("app.loading")}>
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <EventCardPlaceholder key={key} />
        ))}
      </div>
    );
  }
  if (!data) return <FailurePart problem={list.error} retry={list.refetch} />;
  const events = data.pages.flatMap((page) => page.events);
  const corrected = data.pages[0]?.searched_for;
  const total = data.pages[0]?.pagination.total ?? 0;
  if (events.length === 0) {
    return isFiltered(filters) ? (
      <EmptyState
        title={t("discover.empty.title")}
        text={
          filters.search ? t("discover.empty.search", { search: filters.search }) : t("discover.empty.text")
        }
        action={<Button onClick={() => setQuery(withoutFilters)}>{t("discover.clear")}</Button>}
      />
    ) : (
      <EmptyState title={t("discover.none.title")} text={t("discover.none.text")} />
    );
  }
  return (
    <section aria-label={t("discover.results")} aria-busy={list.isPlaceholderData} className={styles.results}>
      <p className={styles.count} role="status">
        {corrected ? `${t("discover.corrected", { search: corrected })} · ` : ""}
        {t("discover.count", { count: total })}
      </p>
      <ul className={styles.grid} data-stale={list.isPlaceholderData}>
        {events.map((event, index) => (
          <li key={event.id} className={styles.item}>
            <EventCard event={event} now={now} lazyCover={index >= CARDS_ON_FIRST_SCREEN} />
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button
          variant="default"
          size="md"
          className={styles.more}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("discover.more")}
        </Button>
      ) : null}
    </section>
  );
}
