import { Anchor, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { Link, useParams } from "react-router";
import { ApiProblem } from "@/shared/api/problem";
import type { Event } from "@/shared/api/types";
import { useAuth } from "@/shared/auth/auth";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { FailurePage } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { Portrait } from "@/shared/ui/Portrait";
import { RichText } from "@/shared/ui/RichText";
import { BookingPanel } from "./BookingPanel";
import { DraftBar } from "./DraftBar";
import { EventDetails } from "./EventDetails";
import { EventFacts } from "./EventFacts";
import { EventGallery } from "./EventGallery";
import styles from "./EventPage.module.css";
import { eventQuery, ownEventQuery } from "./eventQueries";
import { kindOf } from "./eventTimes";
import { lastFilters } from "./lastFilters";
import { MoreByFacilitator } from "./MoreByFacilitator";
import { ShareButton } from "./ShareButton";
import { useLivePlaces } from "./useLivePlaces";

const NO_SUCH_EVENT = new ApiProblem(404, "not_found", undefined, "No such event");

export function EventPage() {
  const { t } = useLanguage();
  // The id alone decides; the words before it are for people.
  const eventId = Number(/(?:^|-)(\d+)$/.exec(useParams().slug ?? "")?.[1]);
  const possible = Number.isSafeInteger(eventId) && eventId > 0;
  const live = useLivePlaces();
  const {
    data: event,
    error,
    refetch,
  } = useQuery({
    ...eventQuery(eventId),
    enabled: possible,
    // Without the live stream, poll for the places left.
    refetchInterval: live === "waiting" ? 5000 : false,
  });
  // Nobody else finds a draft, but its facilitator looks at it before guests do.
  const { user } = useAuth();
  const isStaff = user !== null && user.role !== "user";
  const missing = error instanceof ApiProblem && error.status === 404;
  const own = useQuery({ ...ownEventQuery(eventId), enabled: possible && isStaff && missing });
  // Rendered in slices, so that the page responds to a tap meanwhile.
  const shown = useDeferredValue(event ?? own.data);
  if (!possible) return <FailurePage problem={NO_SUCH_EVENT} retry={refetch} />;
  if (shown) return <EventView event={shown} />;
  if (error && !own.isLoading) return <FailurePage problem={error} retry={refetch} />;
  return (
    <Page title={t("app.loading")}>
      <Placeholder shapes={["cover", "title", "line", "line", "row", "row"]} />
    </Page>
  );
}

function EventView({ event }: { event: Event }) {
  const { t } = useLanguage();
  const description = t("event.description", { title: event.title, name: event.facilitator_name });
  return (
    <Page title={event.title} description={description}>
      <div className={styles.top}>
        <Anchor component={Link} to={`/${lastFilters()}`} underline="hover" className={styles.back}>
          <IconArrowLeft size={18} aria-hidden={true} />
          {t("event.back")}
        </Anchor>
        {event.draft ? null : <ShareButton title={event.title} />}
      </div>
      {event.draft ? (
        <div className={styles.draft}>
          <DraftBar event={event} />
        </div>
      ) : null}
      <article className={styles.event}>
        <div className={styles.cover}>
          <EventGallery event={event} />
        </div>
        <header className={styles.head}>
          <p className={styles.kind}>{t(`kind.${kindOf(event)}`)}</p>
          <PageHeading>{event.title}</PageHeading>
          <EventFacts event={event} />
          {event.status === "cancelled" ? <Notice tone="bad">{t("event.cancelled")}</Notice> : null}
        </header>
        <aside className={styles.booking} aria-label={t("event.dates")}>
          <BookingPanel event={event} />
        </aside>
        <div className={styles.about}>
          {event.description ? (
            <section aria-labelledby="about-heading">
              <Title order={2} id="about-heading">
                {t("event.about")}
              </Title>
              <RichText html={event.description_html} />
            </section>
          ) : null}
          <EventDetails event={event} />
          <section className={styles.facilitator} aria-labelledby="facilitator-heading">
            <Portrait name={event.facilitator_name} picture={event.facilitator_portrait} />
            <div>
              <Title order={2} size="h3" id="facilitator-heading">
                {t("event.facilitator")}
              </Title>
              <p className={styles.name} dir="auto">
                <Link to={event.facilitator_path}>{event.facilitator_name}</Link>
              </p>
              {event.facilitator_biography ? <p dir="auto">{event.facilitator_biography}</p> : null}
            </div>
          </section>
        </div>
      </article>
      <div className={styles.more}>
        <MoreByFacilitator event={event} />
      </div>
    </Page>
  );
}
