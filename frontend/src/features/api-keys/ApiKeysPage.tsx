import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import card from "@/shared/ui/card.module.css";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf } from "@/shared/ui/listQuery";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { ApiKeyTable } from "./ApiKeyTable";
import { apiKeysQuery } from "./apiKeys";
import { CreateKey } from "./CreateKey";

/** Keys with which other systems send messages. */
export function ApiKeysPage() {
  const [query] = useSearchParams();
  const list = useQuery(apiKeysQuery(pageOf(query)));
  return (
    <Page title={t("keys.title")}>
      <div className={card.page}>
        <div>
          <PageHeading>{t("keys.title")}</PageHeading>
          <Text c="dimmed">{t("keys.intro")}</Text>
          {list.data ? (
            <Text c="dimmed">
              {t("keys.quotas", {
                day: list.data.quotas.messages_per_day.toLocaleString(staffLocale()),
                recipient: list.data.quotas.messages_per_recipient.toLocaleString(staffLocale()),
              })}
            </Text>
          ) : null}
        </div>
        <CreateKey />
        {!list.data ? (
          list.error ? (
            <FailurePart problem={list.error} retry={list.refetch} />
          ) : (
            <Placeholder shapes={["row", "row"]} />
          )
        ) : list.data.api_keys.length === 0 ? (
          <EmptyState title={t("keys.empty.title")} text={t("keys.empty.text")} />
        ) : (
          <div>
            <ApiKeyTable
              keys={list.data.api_keys}
              total={list.data.pagination.total}
              quota={list.data.quotas.messages_per_day}
            />
            <Pager pagination={list.data.pagination} />
          </div>
        )}
      </div>
    </Page>
  );
}
