import { NativeSelect, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { ChoiceRow } from "@/shared/ui/ChoiceRow";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { pageOf, withFilter } from "@/shared/ui/listQuery";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Pager } from "@/shared/ui/Pager";
import { Placeholder } from "@/shared/ui/Placeholder";
import { SearchField } from "@/shared/ui/SearchField";
import { useAddressQuery } from "@/shared/ui/useAddressQuery";
import { ApprovalDetailPanel } from "./ApprovalDetailPanel";
import { ApprovalList } from "./ApprovalList";
import styles from "./ApprovalsPage.module.css";
import { type ApprovalFilters, approvalsQuery } from "./approvalQueries";
import { BulkDecision } from "./BulkDecision";

const EFFECTS = ["approve", "merge", "decline", "final"] as const;

export function ApprovalsPage() {
  const [query, setQuery] = useAddressQuery();
  const show = query.get("show") === "history" ? "history" : "waiting";
  const filters = readFilters(query);
  const opened = Number(query.get("request")) || null;
  const list = useQuery(approvalsQuery(show, filters, pageOf(query)));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const listed = list.data?.approvals;
  // Deselect requests that have left this page, so that nobody decides them unseen.
  useEffect(() => {
    if (!listed) return;
    setChosen((before) => {
      const still = listed.filter(({ id }) => before.has(id)).map(({ id }) => id);
      return still.length === before.size ? before : new Set(still);
    });
  }, [listed]);
  const open = (requestId: number | null) =>
    setQuery((current) => {
      const next = new URLSearchParams(current);
      if (requestId === null) next.delete("request");
      else next.set("request", String(requestId));
      return next;
    });
  return (
    <Page title={t("approvals.title")}>
      <div className={styles.page} data-opened={opened !== null}>
        <div>
          <PageHeading>{t("approvals.title")}</PageHeading>
          <Text c="dimmed">{t("approvals.intro")}</Text>
          <details className={styles.effects}>
            <summary>{t("approvals.effects")}</summary>
            <ul>
              {EFFECTS.map((effect) => (
                <li key={effect}>{t(`approvals.effect.${effect}`)}</li>
              ))}
            </ul>
          </details>
        </div>
        <div className={styles.filters}>
          <ChoiceRow
            label={t("approvals.which")}
            value={show}
            choices={[
              { value: "waiting", label: t("approvals.show.waiting") },
              { value: "history", label: t("approvals.show.history") },
            ]}
            onChoose={(name) => setQuery(() => new URLSearchParams(name === "waiting" ? {} : { show: name }))}
          />
          <SearchField
            className={styles.search}
            label={t("approvals.search")}
            value={filters.search}
            onSearch={(text) => setQuery((current) => withFilter(current, "search", text), { replace: true })}
          />
          <NativeSelect
            aria-label={t("approvals.kind")}
            value={filters.kind}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setQuery((current) => withFilter(current, "kind", value));
            }}
            data={[
              { value: "", label: t("approvals.kind.all") },
              { value: "registration", label: t("approvals.kind.registration") },
              { value: "repair", label: t("approvals.kind.repair") },
            ]}
          />
        </div>
        <div className={styles.columns}>
          <div className={styles.list}>
            {show === "waiting" ? <BulkDecision chosen={chosen} onChoose={setChosen} /> : null}
            {list.data && listed ? (
              listed.length > 0 ? (
                <>
                  <ApprovalList
                    show={show}
                    requests={listed}
                    total={list.data.pagination.total}
                    opened={opened}
                    chosen={chosen}
                    onChoose={setChosen}
                    onOpen={open}
                  />
                  <Pager pagination={list.data.pagination} />
                </>
              ) : (
                <NothingListed show={show} filtered={filters.kind !== "" || filters.search !== ""} />
              )
            ) : list.error ? (
              <FailurePart problem={list.error} retry={list.refetch} text={t("approvals.away")} />
            ) : (
              <Placeholder shapes={["row", "row", "row"]} />
            )}
          </div>
          <section className={styles.detail} aria-label={t("approval.opened")}>
            {opened === null ? (
              <EmptyState title={t("approvals.pick.title")} text={t("approvals.pick.text")} />
            ) : (
              <ApprovalDetailPanel key={opened} requestId={opened} onClose={() => open(null)} />
            )}
          </section>
        </div>
      </div>
    </Page>
  );
}

function NothingListed({ show, filtered }: { show: "waiting" | "history"; filtered: boolean }) {
  if (filtered) return <EmptyState title={t("bookings.noMatch.title")} text={t("approvals.noMatch")} />;
  const which = show === "waiting" ? "empty" : "emptyHistory";
  return <EmptyState title={t(`approvals.${which}.title`)} text={t(`approvals.${which}.text`)} />;
}

function readFilters(query: URLSearchParams): ApprovalFilters {
  const kind = query.get("kind");
  return {
    kind: kind === "registration" || kind === "repair" ? kind : "",
    search: (query.get("search") ?? "").slice(0, 200),
  };
}
