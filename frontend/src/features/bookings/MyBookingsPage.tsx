import { Button, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { ChoiceRow } from "@/shared/ui/ChoiceRow";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { BookingRow } from "./BookingRow";
import { BOOKING_LISTS, type BookingListName, myBookingsQuery } from "./bookingQueries";
import { CalendarFeed } from "./CalendarFeed";
import styles from "./MyBookingsPage.module.css";
import { hasUnseenChange } from "./SessionChange";

export function MyBookingsPage() {
  const { t } = useLanguage();
  const [query, setQuery] = useSearchParams();
  const name = BOOKING_LISTS.find((list) => list === query.get("show")) ?? "upcoming";
  return (
    <Page title={t("bookings.title")} width="text">
      <div className={styles.page}>
        <div>
          <PageHeading>{t("bookings.title")}</PageHeading>
          <Text c="dimmed">{t("bookings.intro")}</Text>
        </div>
        <ChoiceRow
          label={t("bookings.filter")}
          value={name}
          choices={BOOKING_LISTS.map((list) => ({ value: list, label: t(`bookings.${list}`) }))}
          onChoose={(list) => setQuery(list === "upcoming" ? {} : { show: list })}
        />
        {name === "upcoming" ? <CalledOff /> : null}
        <BookingList key={name} name={name} />
        <CalendarFeed />
      </div>
    </Page>
  );
}

/** Bookings whose session the facilitator cancelled, until the guest confirms having seen it. */
function CalledOff() {
  const { t } = useLanguage();
  const { data } = useInfiniteQuery(myBookingsQuery("cancelled"));
  const unseen = (data?.pages ?? []).flatMap((page) => page.bookings).filter(hasUnseenChange);
  if (unseen.length === 0) return null;
  return (
    <section aria-label={t("bookings.changes")}>
      <ul className={styles.list}>
        {unseen.map((booking) => (
          <li key={booking.id}>
            <BookingRow booking={booking} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function BookingList({ name }: { name: BookingListName }) {
  const { t } = useLanguage();
  const list = useInfiniteQuery(myBookingsQuery(name));
  if (list.isPending) return <Placeholder shapes={["row", "row", "row"]} />;
  if (!list.data) return <FailurePart problem={list.error} retry={list.refetch} />;
  const bookings = list.data.pages.flatMap((page) => page.bookings);
  if (bookings.length === 0) {
    return (
      <EmptyState
        title={t(`bookings.empty.${name}.title`)}
        text={t(`bookings.empty.${name}.text`)}
        action={
          name === "upcoming" ? (
            <Button component={Link} to="/">
              {t("error.missing.home")}
            </Button>
          ) : null
        }
      />
    );
  }
  return (
    <>
      <ul className={styles.list}>
        {bookings.map((booking) => (
          <li key={booking.id}>
            <BookingRow booking={booking} />
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("discover.more")}
        </Button>
      ) : null}
    </>
  );
}
