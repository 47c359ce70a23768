import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { useAuth } from "@/shared/auth/auth";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import table from "@/shared/ui/cardTable.module.css";
import { EmailText } from "@/shared/ui/EmailText";
import { EmptyState } from "@/shared/ui/EmptyState";
import { ExportButton } from "@/shared/ui/ExportButton";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf, withFilter } from "@/shared/ui/listQuery";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { SearchField } from "@/shared/ui/SearchField";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import styles from "./GuestsPage.module.css";
import { exportGuests, type Guest, guestsQuery } from "./guestQueries";

export function GuestsPage() {
  const { user } = useAuth();
  return user ? <Guests facilitatorId={user.id} /> : null;
}

function Guests({ facilitatorId }: { facilitatorId: number }) {
  const [query, setQuery] = useAddressQuery();
  const wanted = (query.get("search") ?? "").slice(0, 200);
  return (
    <Page title={t("guests.title")}>
      <div className={styles.page}>
        <div className={styles.head}>
          <div className={styles.hello}>
            <PageHeading>{t("guests.title")}</PageHeading>
            <Text c="dimmed">{t("guests.intro")}</Text>
          </div>
          <ExportButton name="guests.csv" download={() => exportGuests(facilitatorId, wanted)} />
        </div>
        <SearchField
          className={styles.search}
          label={t("guests.search")}
          value={wanted}
          onSearch={(text) => setQuery((current) => withFilter(current, "search", text), { replace: true })}
        />
        <GuestTable facilitatorId={facilitatorId} search={wanted} />
      </div>
    </Page>
  );
}

function GuestTable({ facilitatorId, search }: { facilitatorId: number; search: string }) {
  const [query, setQuery] = useSearchParams();
  const list = useQuery(guestsQuery(facilitatorId, search, pageOf(query)));
  if (!list.data) {
    return list.error ? (
      <FailurePart problem={list.error} retry={list.refetch} text={t("dashboard.away")} />
    ) : (
      <Placeholder shapes={["row", "row", "row"]} />
    );
  }
  const { guests, pagination } = list.data;
  if (guests.length === 0) {
    return search ? (
      <EmptyState
        title={t("bookings.noMatch.title")}
        text={t("guests.noMatch")}
        action={<Button onClick={() => setQuery({})}>{t("bookings.clear")}</Button>}
      />
    ) : (
      <EmptyState title={t("guests.empty.title")} text={t("guests.empty.text")} />
    );
  }
  return (
    <>
      <table className={table.table}>
        <caption className={table.caption}>{t("guests.count", { count: pagination.total })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("bookings.guest")}</th>
            <th scope="col">{t("guests.bookings")}</th>
            <th scope="col">{t("guests.next")}</th>
            <th scope="col">{t("guests.last")}</th>
          </tr>
        </thead>
        <tbody>
          {guests.map((guest) => (
            <GuestLine key={guest.user_id} guest={guest} />
          ))}
        </tbody>
      </table>
      <Pager pagination={pagination} />
    </>
  );
}

function GuestLine({ guest }: { guest: Guest }) {
  return (
    <tr className={table.line}>
      <th scope="row">
        <Link to={`/facilitator/guests/${guest.user_id}`} className={table.name} dir="auto">
          {guest.name}
        </Link>
        <span className={table.under}>
          <EmailText address={guest.email} />
        </span>
      </th>
      <td>
        {t("guests.booked", { count: guest.booked })}
        {guest.cancelled > 0 ? (
          <span className={table.under}>{t("guests.cancelled", { count: guest.cancelled })}</span>
        ) : null}
      </td>
      <td>
        <span className={table.label}>{t("guests.next")}: </span>
        <Day at={guest.next_session} />
      </td>
      <td>
        <span className={table.label}>{t("guests.last")}: </span>
        <Day at={guest.last_session} />
      </td>
    </tr>
  );
}

function Day({ at }: { at: string | null }) {
  const zone = useZone();
  if (at === null) return <span>{t("guests.none")}</span>;
  return <time dateTime={at}>{formatDay(new Date(at), zone, staffLocale())}</time>;
}
