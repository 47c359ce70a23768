import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { dateFormatter } from "@/shared/time/formatters";
import { useZone } from "@/shared/time/useZone";
import { BarChart } from "@/shared/ui/BarChart";
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
      <BarChart
        locale={staffLocale()}
        series={[
          { label: t("charts.bookings"), color: "var(--accent)" },
          { label: t("charts.cancellations"), color: "var(--highlight)" },
        ]}
        rows={rows.map((row) => ({
          id: row.date,
          label: row.day,
          values: [row.bookings, row.cancellations],
        }))}
      />
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
  return dateFormatter(staffLocale(), { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${date}T12:00:00Z`),
  );
}
