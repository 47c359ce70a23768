import { Button, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { ApiProblem } from "@/shared/api/problem";
import type { Facilitator } from "@/shared/api/types";
import { eventPageWords } from "@/shared/i18n/eventPageWords";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useWords } from "@/shared/i18n/useWords";
import { useNow } from "@/shared/time/useNow";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePage, FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { Portrait } from "@/shared/ui/Portrait";
import { EventCard } from "./EventCard";
import listStyles from "./EventList.module.css";
import { eventsQuery, facilitatorQuery } from "./eventQueries";
import styles from "./FacilitatorPage.module.css";

const NOBODY = new ApiProblem(404, "not_found", undefined, "No such facilitator");

/** Who a facilitator is, and what they offer next. */
export function FacilitatorPage() {
  const { t } = useLanguage();
  const id = Number(/(?:^|-)(\d+)$/.exec(useParams().slug ?? "")?.[1]);
  const possible = Number.isSafeInteger(id) && id > 0;
  const { data, error, refetch } = useQuery({ ...facilitatorQuery(id), enabled: possible });
  if (!possible) return <FailurePage problem={NOBODY} retry={refetch} />;
  if (data) return <View facilitator={data} />;
  if (error) return <FailurePage problem={error} retry={refetch} />;
  return (
    <Page title={t("app.loading")}>
      <Placeholder shapes={["title", "line", "line", "row"]} />
    </Page>
  );
}

function View({ facilitator }: { facilitator: Facilitator }) {
  const e = useWords(eventPageWords);
  const { locale } = useLanguage();
  const { name, biography, portrait, sessions_held } = facilitator;
  const names = new Intl.DisplayNames([locale], { type: "language" });
  const languages = facilitator.languages.map((language) => names.of(language) ?? language);
  return (
    <Page title={name} {...(biography ? { description: biography.slice(0, 200) } : {})}>
      <header className={styles.head}>
        <Portrait name={name} picture={portrait} size="large" />
        <div className={styles.about}>
          <PageHeading>{name}</PageHeading>
          {languages.length > 0 ? (
            <p className={styles.fact}>
              {e("details.languages", {
                languages: new Intl.ListFormat(locale, { type: "conjunction" }).format(languages),
              })}
            </p>
          ) : null}
          {sessions_held > 0 ? (
            <p className={styles.fact}>{e("facilitator.held", { count: sessions_held })}</p>
          ) : null}
          {biography ? (
            <p className={styles.biography} dir="auto">
              {biography}
            </p>
          ) : null}
        </div>
      </header>
      <Upcoming facilitator={facilitator} />
    </Page>
  );
}

function Upcoming({ facilitator }: { facilitator: Facilitator }) {
  const e = useWords(eventPageWords);
  const { t } = useLanguage();
  const now = useNow();
  const list = useInfiniteQuery(eventsQuery({ status: "bookable", facilitator_id: facilitator.id }));
  const events = list.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <section className={styles.upcoming} aria-labelledby="upcoming-heading">
      <Title order={2} id="upcoming-heading">
        {e("facilitator.upcoming")}
      </Title>
      {list.isPending ? (
        <Placeholder shapes={["row", "row"]} />
      ) : list.data === undefined ? (
        <FailurePart problem={list.error} retry={list.refetch} />
      ) : events.length === 0 ? (
        <EmptyState heading={3} title={e("facilitator.none.title")} text={e("facilitator.none.text")} />
      ) : (
        <ul className={listStyles.grid}>
          {events.map((event, index) => (
            <li key={event.id} className={listStyles.item}>
              <EventCard event={event} now={now} lazyCover={index > 0} hidesFacilitator={true} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage ? (
        <Button
          variant="default"
          size="md"
          className={listStyles.more}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("discover.more")}
        </Button>
      ) : null}
    </section>
  );
}
