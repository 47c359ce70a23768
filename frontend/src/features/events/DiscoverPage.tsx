import { Text } from "@mantine/core";
import { lazy, Suspense, useEffect } from "react";
import { useLocation, useSearchParams } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { useStudio } from "@/shared/studio/studio";
import { Cover } from "@/shared/ui/Cover";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Picture } from "@/shared/ui/Picture";
import { Placeholder } from "@/shared/ui/Placeholder";
import { DiscoverFilterBar } from "./DiscoverFilterBar";
import styles from "./DiscoverPage.module.css";
import { readFilters, readView } from "./discoverFilters";
import { EventList } from "./EventList";
import { keepFilters } from "./lastFilters";
import { useLivePlaces } from "./useLivePlaces";

const SessionCalendar = lazy(async () => ({ default: (await import("./SessionCalendar")).SessionCalendar }));

/** What the picture beside the heading is drawn from if the studio has none; only wide pages load it. */
const STUDIO_COVER = { kind: "retreat", hour: 7, month: 5 } as const;

export function DiscoverPage() {
  const { t } = useLanguage();
  const [query] = useSearchParams();
  const { name, heading, picture } = useStudio();
  const filters = readFilters(query);
  const { search } = useLocation();
  useEffect(() => keepFilters(search), [search]);
  useLivePlaces();
  return (
    <Page title={t("discover.title")}>
      <div className={styles.intro}>
        <PageHeading>{heading ?? t("discover.heading")}</PageHeading>
        <div className={styles.picture}>
          {picture ? (
            <Picture picture={picture} sizes="26rem" />
          ) : (
            <Cover {...STUDIO_COVER} seed={seedOf(name)} lazy={true} />
          )}
        </div>
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

/** The name as far as a cover can be drawn from it. */
const seedOf = (name: string) => name.replaceAll(/[^A-Za-z0-9 _.-]/g, "").slice(0, 64) || "samaya";
