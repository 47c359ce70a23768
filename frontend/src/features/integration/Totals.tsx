import type { ReactNode } from "react";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { Ago } from "@/shared/ui/Ago";
import { Fact } from "@/shared/ui/Fact";
import type { Integration } from "./integrationApi";
import { readableCount } from "./readable";
import styles from "./Totals.module.css";

export function Totals({ status }: { status: Integration }) {
  const number = new Intl.NumberFormat(staffLocale());
  const { delivered = 0, dead = 0, pending = 0, skipped = 0, discarded = 0 } = status.totals;
  const milliseconds = (count: number | null) =>
    count === null ? t("integration.none") : t("live.milliseconds", { count });
  return (
    <section aria-label={t("integration.figures")}>
      <dl className={styles.figures}>
        <Figure name={t("integration.delivered")}>{number.format(delivered)}</Figure>
        <Figure name={t("integration.waiting")}>{readableCount(pending)}</Figure>
        <Figure name={t("integration.failed")} attention={dead > 0}>
          {readableCount(dead)}
        </Figure>
        <Figure name={t("integration.skipped")}>{number.format(skipped)}</Figure>
        <Figure name={t("integration.discarded")}>{number.format(discarded)}</Figure>
      </dl>
      <dl className={styles.facts}>
        <Fact className={styles.fact} name={t("integration.oldest")}>
          {status.oldest_pending_at ? <Ago at={status.oldest_pending_at} /> : t("integration.none")}
        </Fact>
        <Fact className={styles.fact} name={t("integration.lastSuccess")}>
          {status.last_success_at ? <Ago at={status.last_success_at} /> : t("integration.none")}
        </Fact>
        <Fact className={styles.fact} name={t("integration.lastFailure")}>
          {status.last_failure_at ? <Ago at={status.last_failure_at} /> : t("integration.none")}
          {status.last_failure_at && status.last_error ? (
            <span className={styles.error}>{status.last_error}</span>
          ) : null}
        </Fact>
        <Fact className={styles.fact} name={t("integration.latency")}>
          {milliseconds(status.latency.p50_ms)}
        </Fact>
        <Fact className={styles.fact} name={t("integration.latency95")}>
          {milliseconds(status.latency.p95_ms)}
        </Fact>
      </dl>
    </section>
  );
}

function Figure({
  name,
  attention = false,
  children,
}: {
  name: string;
  attention?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={styles.figure} data-attention={attention}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
