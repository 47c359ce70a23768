import { Title } from "@mantine/core";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { BarChart } from "@/shared/ui/BarChart";
import charts from "@/shared/ui/chart.module.css";
import type { Integration } from "./integrationApi";

/** The attempts of the last day by hour: a chart, and the same figures as a table. */
export function HourChart({ hours }: { hours: Integration["last_day"] }) {
  const zone = useZone();
  const rows = hours.map((hour) => {
    const at = new Date(hour.hour);
    return {
      ...hour,
      at: formatClock(at, zone, staffLocale()),
      when: `${formatDay(at, zone, staffLocale())}, ${formatClock(at, zone, staffLocale())}`,
    };
  });
  return (
    <section aria-labelledby="hours-heading">
      <Title order={2} size="h3" id="hours-heading">
        {t("chart.title")}
      </Title>
      <p className={charts.text}>{t("chart.text")}</p>
      <BarChart
        locale={staffLocale()}
        series={[
          { label: t("chart.delivered"), color: "var(--good)" },
          { label: t("chart.failed"), color: "var(--bad)" },
        ]}
        rows={rows.map((row) => ({ id: row.hour, label: row.at, values: [row.delivered, row.failed] }))}
      />
      <details className={charts.details}>
        <summary>{t("charts.table")}</summary>
        <table className={charts.table}>
          <thead>
            <tr>
              <th scope="col">{t("chart.hour")}</th>
              <th scope="col">{t("chart.delivered")}</th>
              <th scope="col">{t("chart.failed")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.toReversed().map((row) => (
              <tr key={row.hour}>
                <th scope="row">{row.when}</th>
                <td>{row.delivered}</td>
                <td>{row.failed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
