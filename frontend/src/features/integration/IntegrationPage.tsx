import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { StateBadge } from "@/shared/ui/StateBadge";
import { Channels } from "./Channels";
import { CrmCheck } from "./CrmCheck";
import { DeliveryBrowser } from "./DeliveryBrowser";
import styles from "./IntegrationPage.module.css";
import { type Integration, integrationQuery } from "./integrationApi";
import { LiveTest } from "./LiveTest";
import { Totals } from "./Totals";

const HourChart = lazy(async () => ({ default: (await import("./HourChart")).HourChart }));

export function IntegrationPage() {
  const integration = useQuery(integrationQuery);
  const status = integration.data;
  return (
    <Page title={t("integration.title")}>
      <div className={styles.page}>
        <div className={styles.head}>
          <div className={styles.hello}>
            <PageHeading>{t("integration.title")}</PageHeading>
            <Text c="dimmed">{t("integration.intro")}</Text>
          </div>
          {status ? <Health status={status} /> : null}
        </div>
        {status ? (
          <>
            <Totals status={status} />
            <div className={styles.columns}>
              <Channels channels={status.channels} />
              <div className={styles.side}>
                <Suspense fallback={<Placeholder shapes={["card"]} />}>
                  <HourChart hours={status.last_day} />
                </Suspense>
                <LiveTest />
                <CrmCheck />
              </div>
            </div>
          </>
        ) : integration.error ? (
          <FailurePart problem={integration.error} retry={integration.refetch} />
        ) : (
          <Placeholder shapes={["row", "card"]} />
        )}
        <DeliveryBrowser channels={status?.channels.map(({ channel }) => channel) ?? []} />
      </div>
    </Page>
  );
}

function Health({ status }: { status: Integration }) {
  const healthy = status.status === "healthy";
  return (
    <div className={styles.health}>
      <StateBadge tone={healthy ? "good" : "bad"} icon={healthy ? IconCircleCheck : IconAlertTriangle}>
        {t(healthy ? "integration.healthy" : "integration.degraded")}
      </StateBadge>
      <span className={styles.reach}>
        {t(status.crm_reachable ? "integration.reachable" : "integration.unreachable", {
          address: status.crm_base_url,
        })}
      </span>
    </div>
  );
}
