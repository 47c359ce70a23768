import { Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useSearchParams } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { DiscoverFilterBar } from "./DiscoverFilterBar";
import styles from "./DiscoverPage.module.css";
import { readFilters, readView } from "./discoverFilters";
import { EventList } from "./EventList";
import { useLivePlaces } from "./useLivePlaces";

const SessionCalendar = lazy(async () => ({ default: (await import("./SessionCalendar")).SessionCalendar }));

export function DiscoverPage() {
  const { t } = useLanguage();
  const [query] = useSearchParams();
  const filters = readFilters(query);
  useLivePlaces();
  return (
    <Page title={t("discover.title")}>
      <div className={styles.intro}>
        <PageHeading>{t("discover.heading")}</PageHeading>
        <Text c="dimmed" className={styles.lead}>
          {t("discover.intro")}
        </Text>
      </div>
      <DiscoverFilterBar />
      {readView(query) === "calendar" ? (
        <Suspense fallback={<Placeholder shapes={["title", "card"]} />}>
          <SessionCalendar filters={filters} />
        </Suspense>
      ) : (
        <EventList filters={filters} />
      )}
    </Page>
  );
}
