import { Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { WaitingApprovals, waitingApprovalsQuery } from "@/features/approvals";
import { FirstSteps, firstStartQuery } from "@/features/people";
import { crmApi } from "@/shared/api/crmApi";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatAgo, formatClock, formatDay } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import { Fact } from "@/shared/ui/Fact";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { StateBadge } from "@/shared/ui/StateBadge";
import styles from "./AdminPage.module.css";
import { HealthInWords } from "./HealthInWords";
import { type Integration, integrationKeys, integrationQuery, REFETCH_INTERVAL } from "./integrationApi";
import { readableCount } from "./readable";

type Readiness = { state: "up" | "notReady" | "down"; checks: [name: string, result: string][] };

/** Asks the service directly from this browser, so that the admin sees what users see. */
function readinessQuery(service: "main" | "crm") {
  return queryOptions({
    queryKey: integrationKeys.readiness(service),
    queryFn: async ({ signal }): Promise<Readiness> => {
      try {
        const address = service === "main" ? "" : (await crmApi()).address;
        const response = await fetch(`${address}/ready`, { signal });
        const body = (await response.json().catch(() => ({}))) as { checks?: Record<string, unknown> };
        const checks = Object.entries(body.checks ?? {}).map(([name, result]): [string, string] => [
          name,
          String(result),
        ]);
        return { state: response.ok ? "up" : "notReady", checks };
      } catch {
        return { state: "down", checks: [] };
      }
    },
    refetchInterval: REFETCH_INTERVAL,
  });
}

export function AdminPage() {
  // Asked for at once and shown together, so that no part pushes another one down.
  const isLoading = useQueries({
    queries: [firstStartQuery, waitingApprovalsQuery, integrationQuery],
    combine: (parts) => parts.some((part) => part.isLoading),
  });
  return (
    <Page title={t("admin.title")} width="text">
      {isLoading ? (
        <Placeholder shapes={["title", "row", "row", "row"]} />
      ) : (
        <div className={styles.page}>
          <FirstSteps />
          <WaitingApprovals />
          <Overview />
        </div>
      )}
    </Page>
  );
}

function Overview() {
  const zone = useZone();
  const integration = useQuery(integrationQuery);
  const checked = integration.dataUpdatedAt;
  return (
    <>
      <div>
        <PageHeading>{t("admin.heading")}</PageHeading>
        {checked > 0 ? (
          <Text c="dimmed">
            {t("admin.updated", { time: formatClock(new Date(checked), zone, staffLocale()) })}
          </Text>
        ) : null}
      </div>
      {integration.data ? <HealthInWords status={integration.data} /> : null}
      <section aria-labelledby="services-heading">
        <Title order={2} size="h3" id="services-heading">
          {t("admin.services")}
        </Title>
        <div className={styles.cards}>
          <ServiceCard name={t("admin.main")} service="main" />
          <ServiceCard name={t("admin.crm")} service="crm" />
        </div>
      </section>
      <section aria-labelledby="deliveries-heading">
        <Title order={2} size="h3" id="deliveries-heading">
          {t("admin.deliveries")}
        </Title>
        {integration.data ? (
          <Deliveries status={integration.data} />
        ) : integration.error ? (
          <FailurePart problem={integration.error} retry={integration.refetch} />
        ) : (
          <Placeholder shapes={["row"]} />
        )}
      </section>
    </>
  );
}

function ServiceCard({ name, service }: { name: string; service: "main" | "crm" }) {
  const { data } = useQuery(readinessQuery(service));
  return (
    <article className={styles.card}>
      <div className={styles.line}>
        <Title order={3} size="h4">
          {name}
        </Title>
        {data ? (
          <StateBadge
            tone={data.state === "up" ? "good" : "bad"}
            icon={data.state === "up" ? IconCircleCheck : IconAlertTriangle}
          >
            {t(`admin.${data.state}`)}
          </StateBadge>
        ) : null}
      </div>
      {data ? null : <Placeholder shapes={["line", "line", "line"]} />}
      {data && data.checks.length > 0 ? (
        <dl className={styles.facts}>
          {data.checks.map(([check, result]) => (
            <Fact key={check} className={styles.fact} name={checkName(check)}>
              {result === "ok" ? t("admin.ok") : result}
            </Fact>
          ))}
        </dl>
      ) : null}
    </article>
  );
}

const CHECKS = ["database", "migrations", "disk", "worker", "store"] as const;

function checkName(check: string): string {
  const known = CHECKS.find((name) => name === check);
  return known ? t(`admin.check.${known}`) : check;
}

function Deliveries({ status }: { status: Integration }) {
  const now = useNow(REFETCH_INTERVAL);
  const zone = useZone();
  const number = new Intl.NumberFormat(staffLocale());
  const moment = (at: string) =>
    `${formatDay(new Date(at), zone, staffLocale())}, ${formatClock(new Date(at), zone, staffLocale())}`;
  return (
    <dl className={`${styles.card} ${styles.facts}`}>
      <Fact className={styles.fact} name={t("admin.waiting")}>
        {readableCount(status.totals.pending ?? 0)}
      </Fact>
      <Fact className={styles.fact} name={t("admin.oldest")}>
        {status.oldest_pending_at ? (
          <time dateTime={status.oldest_pending_at} title={moment(status.oldest_pending_at)}>
            {formatAgo(new Date(status.oldest_pending_at), now, staffLocale())}
          </time>
        ) : (
          t("admin.none")
        )}
      </Fact>
      <Fact className={styles.fact} name={t("admin.delivered")}>
        {number.format(status.totals.delivered ?? 0)}
      </Fact>
      <Fact className={styles.fact} name={t("admin.dead")}>
        {readableCount(status.totals.dead ?? 0)}
      </Fact>
      <Fact className={styles.fact} name={t("admin.lastFailure")}>
        {status.last_failure_at
          ? `${moment(status.last_failure_at)}${status.last_error ? `: ${status.last_error}` : ""}`
          : t("admin.noFailure")}
      </Fact>
    </dl>
  );
}
