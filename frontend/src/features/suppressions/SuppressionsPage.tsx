import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { staffWords as t } from "@/shared/i18n/staffWords";
import card from "@/shared/ui/card.module.css";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf, withFilter } from "@/shared/ui/listQuery";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { SearchField } from "@/shared/ui/SearchField";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import { AddSuppression } from "./AddSuppression";
import styles from "./Suppressions.module.css";
import { SuppressionTable } from "./SuppressionTable";
import { suppressionsQuery } from "./suppressionQueries";

/** E-mail addresses and phone numbers that must not be written to. */
export function SuppressionsPage() {
  const [query, setQuery] = useAddressQuery();
  const wanted = (query.get("search") ?? "").slice(0, 254);
  const find = (text: string) =>
    setQuery((current) => withFilter(current, "search", text), { replace: true });
  const list = useQuery(suppressionsQuery(wanted, pageOf(query)));
  return (
    <Page title={t("suppressions.title")}>
      <div className={card.page}>
        <div>
          <PageHeading>{t("suppressions.title")}</PageHeading>
          <Text c="dimmed">{t("suppressions.intro")}</Text>
        </div>
        <AddSuppression />
        <SearchField
          className={styles.search}
          label={t("suppressions.search")}
          value={wanted}
          onSearch={find}
        />
        {!list.data ? (
          list.error ? (
            <FailurePart problem={list.error} retry={list.refetch} />
          ) : (
            <Placeholder shapes={["row", "row"]} />
          )
        ) : list.data.suppressions.length > 0 ? (
          <div>
            <SuppressionTable entries={list.data.suppressions} total={list.data.pagination.total} />
            <Pager pagination={list.data.pagination} />
          </div>
        ) : wanted ? (
          <EmptyState
            title={t("bookings.noMatch.title")}
            text={t("suppressions.noMatch")}
            action={<Button onClick={() => find("")}>{t("suppressions.showAll")}</Button>}
          />
        ) : (
          <EmptyState title={t("suppressions.empty.title")} text={t("suppressions.empty.text")} />
        )}
      </div>
    </Page>
  );
}
