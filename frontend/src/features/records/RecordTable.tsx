import { Button } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { recordWords } from "@/shared/i18n/recordWords";
import { useWords } from "@/shared/i18n/useWords";
import table from "@/shared/ui/cardTable.module.css";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FailurePart } from "@/shared/ui/FailureState";
import { Placeholder } from "@/shared/ui/Placeholder";
import { useFilters } from "./Filters";
import styles from "./Records.module.css";

type RecordTableProps<Row> = {
  list: UseInfiniteQueryResult<readonly Row[]>;
  label: string;
  columns: readonly string[];
  /** Shown if there are no rows without any filter. */
  empty: { title: string; text: string };
  line: (row: Row) => ReactNode;
};

/** Rows that are loaded from the newest backwards. */
export function RecordTable<Row>({ list, label, columns, empty, line }: RecordTableProps<Row>) {
  const t = useWords(recordWords);
  const [query] = useFilters();
  if (!list.data)
    return list.error ? (
      <FailurePart problem={list.error} retry={list.refetch} />
    ) : (
      <Placeholder shapes={["row", "row", "row"]} />
    );
  if (list.data.length === 0)
    return <EmptyState {...(query.size > 0 ? { title: t("list.none"), text: t("list.noneText") } : empty)} />;
  return (
    <div className={styles.page}>
      <table className={table.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{list.data.map(line)}</tbody>
      </table>
      {list.hasNextPage ? (
        <Button
          variant="default"
          className={styles.more}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("list.older")}
        </Button>
      ) : null}
    </div>
  );
}
