import { BarChart } from "@mantine/charts";
import { Title } from "@mantine/core";
import { dateFormatter } from "@/shared/time/formatters";
import "@/shared/ui/chartSheets.css";
import { useQuery } from "@tanstack/react-query";
import { STAFF_LOCALE, staffWords as t } from "@/shared/i18n/staffWords";
import { useZone } from "@/shared/time/useZone";
import styles from "@/shared/ui/chart.module.css";
import { FailurePart } from "@/shared/ui/FailureState";
import { Placeholder } from "@/shared/ui/Placeholder";
import { CHART_DAYS, facilitatorStatisticsQuery } from "./facilitatorQueries";

type DayChartProps = { facilitatorId: number; refetchInterval: number | false };

/** Bookings per day: a chart, and the same figures as a table for those who can't see it. */
export function DayChart({ facilitatorId, refetchInterval }: DayChartProps) {
  const zone = useZone();
  const days = useQuery({ ...facilitatorStatisticsQuery(facilitatorId, zone), refetchInterval });
  if (!days.data) {
    return days.error ? (
      <FailurePart problem={days.error} retry={days.refetch} text={t("dashboard.away")} />
    ) : (
      <Placeholder shapes={["card"]} />
    );
  }
  const rows = days.data.days.map((day) => ({ ...day, day: dayName(day.date) }));
  return (
    <section aria-labelledby="days-heading">
      <Title order={2} size="h3" id="days-heading">
        {t("charts.days")}
      </Title>
      <p className={styles.text}>{t("charts.daysText", { count: CHART_DAYS })}</p>
      <div aria-hidden="true">
        <BarChart
          h={200}
          data={rows}
          dataKey="day"
          type="stacked"
          withLegend
          series={[
            { name: "bookings", label: t("charts.bookings"), color: "var(--accent)" },
            { name: "cancellations", label: t("charts.cancellations"), color: "var(--highlight)" },
          ]}
          yAxisProps={{ allowDecimals: false, width: 28 }}
          xAxisProps={{ interval: "preserveStartEnd", minTickGap: 24 }}
          barChartProps={{ accessibilityLayer: false }}
          barProps={{ isAnimationActive: false }}
          tooltipAnimationDuration={0}
        />
      </div>
      <details className={styles.details}>
        <summary>{t("charts.table")}</summary>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("charts.date")}</th>
              <th scope="col">{t("charts.bookings")}</th>
              <th scope="col">{t("charts.cancellations")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.toReversed().map((row) => (
              <tr key={row.date}>
                <th scope="row">{row.day}</th>
                <td>{row.bookings}</td>
                <td>{row.cancellations}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function dayName(date: string): string {
  return dateFormatter(STAFF_LOCALE, { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${date}T12:00:00Z`),
  );
}
