import { TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useLocation, useSearchParams } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import { formatDay } from "@/shared/time/format";
import table from "@/shared/ui/cardTable.module.css";
import { EmptyState } from "@/shared/ui/EmptyState";
import { ExportButton } from "@/shared/ui/ExportButton";
import { Fact } from "@/shared/ui/Fact";
import { FailurePart } from "@/shared/ui/FailureState";
import { Placeholder } from "@/shared/ui/Placeholder";
import styles from "./Money.module.css";
import { exportStatement, type Statement, statementQuery } from "./moneyQueries";
import { subjectText, wordOf } from "./moneyWords";

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

type StatementViewProps = {
  facilitatorId: number;
  /** Where this reader's order pages are. */
  orders: string;
  /** Whether the reader is the facilitator. */
  own: boolean;
  /** What else is chosen beside the month. */
  filter?: ReactNode;
};

/** What a facilitator sold, gave back and took at the door in a month. */
export function StatementView({ facilitatorId, orders, own, filter }: StatementViewProps) {
  const [query, setQuery] = useSearchParams();
  const wanted = query.get("month") ?? "";
  const month = MONTH.test(wanted) ? wanted : new Date().toISOString().slice(0, 7);
  const { data: statement, error, refetch } = useQuery(statementQuery(facilitatorId, month));
  return (
    <section className={styles.part} aria-labelledby="statement-heading">
      <Title order={2} size="h3" id="statement-heading">
        {t("statement.title")}
      </Title>
      <div className={styles.bar}>
        <div className={styles.filters}>
          {filter}
          <TextInput
            size="md"
            type="month"
            label={t("statement.month")}
            value={month}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (!MONTH.test(value)) return;
              setQuery((now) => {
                const next = new URLSearchParams(now);
                next.set("month", value);
                return next;
              });
            }}
          />
        </div>
        <ExportButton
          name={`statement-${facilitatorId}-${month}.csv`}
          download={() => exportStatement(facilitatorId, month)}
        />
      </div>
      {!statement ? (
        error ? (
          <FailurePart problem={error} retry={refetch} />
        ) : (
          <Placeholder shapes={["row", "row"]} />
        )
      ) : statement.rows.length === 0 ? (
        <EmptyState heading={3} title={t("statement.empty.title")} text={t("statement.empty.text")} />
      ) : (
        <>
          {statement.currencies.map((sums) => (
            <dl key={sums.currency} className={styles.sums}>
              <Fact name={t("statement.sold")}>{money(sums.sold_cents, sums.currency)}</Fact>
              <Fact name={t("statement.refunded")}>{money(sums.refunded_cents, sums.currency)}</Fact>
              <Fact name={t(own ? "statement.owedYou" : "statement.owed")}>
                {money(sums.owed_cents, sums.currency)}
              </Fact>
              <Fact name={t("statement.tax")}>{money(sums.tax_cents, sums.currency)}</Fact>
              <Fact name={t("statement.door")}>{money(sums.at_the_door_cents, sums.currency)}</Fact>
              {sums.deposits_cents === 0 ? null : (
                <Fact name={t("statement.deposits")}>{money(sums.deposits_cents, sums.currency)}</Fact>
              )}
            </dl>
          ))}
          <Rows statement={statement} orders={orders} />
        </>
      )}
    </section>
  );
}

function money(cents: number, currency: string): string {
  return formatMoney(cents, currency, staffLocale());
}

function Rows({ statement, orders }: { statement: Statement; orders: string }) {
  const { rows, rows_total, time_zone } = statement;
  const { pathname, search } = useLocation();
  return (
    <>
      <table className={`${table.table} ${styles.rows}`}>
        <thead>
          <tr>
            <th scope="col">{t("statement.date")}</th>
            <th scope="col">{t("statement.what")}</th>
            <th scope="col">{t("statement.amount")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={`${row.kind}-${row.payment_id}-${row.refund_id}-${row.date}`}
              className={`${table.line} ${styles.row}`}
            >
              <td>{formatDay(new Date(row.date), time_zone, staffLocale())}</td>
              <td>
                <Link to={`${orders}/${row.order_id}`} state={`${pathname}${search}`} className={table.name}>
                  {wordOf("statement.kind", row.kind)}
                </Link>
                <span className={table.under} dir="auto">
                  {[row.guest_name, subjectText(row)].filter(Boolean).join(" · ")}
                </span>
                <span className={table.under}>
                  {[
                    t("statement.orderLink", { id: String(row.order_id) }),
                    wordOf("provider.name", row.provider),
                    row.method && wordOf("door", row.method),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </td>
              <td className={table.number}>
                {money(row.kind === "deposit earned" ? -row.deposit_cents : row.amount_cents, row.currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows_total > rows.length ? (
        <p className={styles.soft}>{t("statement.more", { count: rows.length, total: rows_total })}</p>
      ) : null}
    </>
  );
}
