import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import table from "@/shared/ui/cardTable.module.css";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf, withFilter } from "@/shared/ui/listQuery";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { SearchField } from "@/shared/ui/SearchField";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import styles from "./Customers.module.css";
import { type Customer, customersQuery } from "./customerQueries";

/** The CRM's customers: people whose registration or request was approved. */
export function CustomersPage() {
  const [query, setQuery] = useAddressQuery();
  const wanted = (query.get("search") ?? "").slice(0, 200);
  const find = (text: string) =>
    setQuery((current) => withFilter(current, "search", text), { replace: true });
  const list = useQuery(customersQuery(wanted, pageOf(query)));
  return (
    <Page title={t("customers.title")}>
      <div className={styles.page}>
        <div>
          <PageHeading>{t("customers.title")}</PageHeading>
          <Text c="dimmed">{t("customers.intro")}</Text>
        </div>
        <SearchField className={styles.search} label={t("customers.search")} value={wanted} onSearch={find} />
        {!list.data ? (
          list.error ? (
            <FailurePart problem={list.error} retry={list.refetch} text={t("customers.away")} />
          ) : (
            <Placeholder shapes={["row", "row"]} />
          )
        ) : list.data.customers.length > 0 ? (
          <div>
            <CustomerTable customers={list.data.customers} total={list.data.pagination.total} />
            <Pager pagination={list.data.pagination} />
          </div>
        ) : wanted ? (
          <EmptyState
            title={t("bookings.noMatch.title")}
            text={t("customers.noMatch")}
            action={<Button onClick={() => find("")}>{t("customers.showAll")}</Button>}
          />
        ) : (
          <EmptyState title={t("customers.empty.title")} text={t("customers.empty.text")} />
        )}
      </div>
    </Page>
  );
}

function CustomerTable({ customers, total }: { customers: readonly Customer[]; total: number }) {
  const zone = useZone();
  return (
    <table className={table.table}>
      <caption className={table.caption}>{t("customers.count", { count: total })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("customers.name")}</th>
          <th scope="col">{t("customers.phone")}</th>
          <th scope="col">{t("customers.since")}</th>
        </tr>
      </thead>
      <tbody>
        {customers.map((customer) => (
          <tr key={customer.id} className={table.line}>
            <th scope="row">
              <Link to={`/admin/customers/${customer.id}`} className={table.name} dir="auto">
                {customer.name}
              </Link>
              <span className={table.under}>{customer.email}</span>
            </th>
            <td>{customer.phone ?? "–"}</td>
            <td className={table.number}>{formatDay(new Date(customer.created_at), zone, staffLocale())}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
