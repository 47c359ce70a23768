import { Button } from "@mantine/core";
import { IconPlugConnected, IconRefresh } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useDeferredValue } from "react";
import { Link, useSearchParams } from "react-router";
import { WaitingApprovals, waitingApprovalsQuery } from "@/features/approvals";
import { useAuth } from "@/shared/auth/auth";
import { OwnPortrait } from "@/shared/auth/OwnPortrait";
import { staffWords as t } from "@/shared/i18n/staffWords";
import type { LiveState } from "@/shared/live/eventStream";
import { useZone } from "@/shared/time/useZone";
import { EmptyState } from "@/shared/ui/EmptyState";
import { ExportButton } from "@/shared/ui/ExportButton";
import { FailurePart } from "@/shared/ui/FailureState";
import { Page } from "@/shared/ui/Page";
import { PageHeading } from "@/shared/ui/PageHeading";
import { Placeholder } from "@/shared/ui/Placeholder";
import { Portrait } from "@/shared/ui/Portrait";
import { StateBadge } from "@/shared/ui/StateBadge";
import { BookingFilterBar } from "./BookingFilterBar";
import { BookingTable } from "./BookingTable";
import { readBookingFilters } from "./bookingFilters";
import { ChangesSinceYesterday } from "./ChangesSinceYesterday";
import styles from "./DashboardPage.module.css";
import { Figures } from "./Figures";
import {
  anyEventQuery,
  exportBookings,
  facilitatorSessionsQuery,
  facilitatorStatisticsQuery,
  newestBookingsQuery,
  REFETCH_INTERVAL,
  undecidedSessionsQuery,
  unreadQuery,
} from "./facilitatorQueries";
import { isTimed } from "./facilitatorTypes";
import { NextSession } from "./NextSession";
import { SessionsAhead } from "./SessionsAhead";
import { useLiveBookings } from "./useLiveBookings";
import { WaitingDecisions } from "./WaitingDecisions";

const DayChart = lazy(async () => ({ default: (await import("./DayChart")).DayChart }));

export function DashboardPage() {
  const { user } = useAuth();
  if (!user) return null;
  return <Dashboard facilitatorId={user.id} name={user.name} decides={user.roles.includes("admin")} />;
}

type DashboardProps = {
  facilitatorId: number;
  name: string;
  /** Whether they decide about requests, too. */
  decides: boolean;
};

function Dashboard({ facilitatorId, name, decides }: DashboardProps) {
  const [query] = useSearchParams();
  const filters = readBookingFilters(query);
  const { live, latest, fresh } = useLiveBookings(facilitatorId);
  const refetchInterval = live === "live" ? false : REFETCH_INTERVAL;
  const zone = useZone();
  const sessions = useQuery(facilitatorSessionsQuery(facilitatorId));
  const figures = useQuery({ ...facilitatorStatisticsQuery(facilitatorId, zone), refetchInterval });
  const hasSessions = sessions.data !== undefined && sessions.data.length > 0;
  const events = useQuery({
    ...anyEventQuery(facilitatorId),
    enabled: sessions.data !== undefined && !hasSessions,
  });
  const begins = !hasSessions && events.data === false;
  // Asked for at once and shown together, so that no card pushes another one down.
  const isLoading = useQueries({
    queries: [
      newestBookingsQuery(facilitatorId),
      unreadQuery(facilitatorId),
      undecidedSessionsQuery(facilitatorId),
      { ...waitingApprovalsQuery, enabled: decides },
    ],
    combine: (cards) => cards.some((card) => card.isLoading),
  });
  // Rendered in slices, so that the page responds to a tap meanwhile.
  const ready = useDeferredValue(Boolean(sessions.data && figures.data) && !isLoading);
  return (
    <Page title={t("dashboard.title")}>
      <div className={styles.page}>
        <div className={styles.head}>
          <OwnPortrait size="small" instead={<Portrait name={name} picture={null} />} />
          <PageHeading className={styles.hello}>{t("dashboard.hello", { name })}</PageHeading>
          <LiveBadge live={live} />
          <Button component={Link} to={`/with/${facilitatorId}`} variant="default">
            {t("dashboard.publicPage")}
          </Button>
          {begins ? null : (
            <ExportButton name="bookings.csv" download={() => exportBookings(facilitatorId, filters)} />
          )}
        </div>
        <p className={styles.arrival} role="status">
          {latest ? t(`bookings.arrived.${latest.action}`, { name: latest.name, event: latest.event }) : ""}
        </p>
        {decides && (begins || ready) ? <WaitingApprovals /> : null}
        {begins ? (
          <EmptyState
            title={t("myEvents.empty.all.title")}
            text={t("myEvents.empty.all.text")}
            action={
              <Button component={Link} to="/facilitator/events/new">
                {t("dashboard.firstEvent")}
              </Button>
            }
          />
        ) : ready && sessions.data && figures.data ? (
          <>
            <NextSession facilitatorId={facilitatorId} sessions={figures.data.occupancy.filter(isTimed)} />
            <WaitingDecisions facilitatorId={facilitatorId} />
            <ChangesSinceYesterday facilitatorId={facilitatorId} refetchInterval={refetchInterval} />
            <Figures
              facilitatorId={facilitatorId}
              ahead={figures.data.ahead}
              money={figures.data.money}
              sessions={figures.data.occupancy.filter(isTimed)}
              refetchInterval={refetchInterval}
            />
            <div className={styles.columns}>
              <div className={styles.ahead}>
                <SessionsAhead
                  sessions={figures.data.occupancy.filter(isTimed)}
                  total={figures.data.ahead.sessions}
                />
              </div>
              <section className={styles.bookings} aria-labelledby="bookings-heading">
                <BookingFilterBar sessions={sessions.data} filters={filters} />
                <BookingTable
                  facilitatorId={facilitatorId}
                  filters={filters}
                  fresh={fresh}
                  refetchInterval={refetchInterval}
                />
              </section>
              <div className={styles.chart}>
                <Suspense fallback={<Placeholder shapes={["card"]} />}>
                  <DayChart facilitatorId={facilitatorId} refetchInterval={refetchInterval} />
                </Suspense>
              </div>
            </div>
          </>
        ) : (sessions.error ?? figures.error) ? (
          <FailurePart
            problem={sessions.error ?? figures.error}
            retry={sessions.error ? sessions.refetch : figures.refetch}
            text={t("dashboard.away")}
          />
        ) : (
          <Placeholder shapes={["row", "row", "row"]} />
        )}
      </div>
    </Page>
  );
}

/** Keeps its space while the page connects for the first time. */
function LiveBadge({ live }: { live: LiveState }) {
  return live !== "waiting" ? (
    <span className={styles.live} data-live={live === "live"}>
      <StateBadge tone="good" icon={IconPlugConnected}>
        {t("dashboard.live")}
      </StateBadge>
    </span>
  ) : (
    <StateBadge tone="warn" icon={IconRefresh}>
      {t("dashboard.reconnecting")}
    </StateBadge>
  );
}
