import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatAgo, formatClock, formatDay } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import styles from "./Alerts.module.css";
import { type Alert, alertsQuery } from "./integrationApi";

/** The current alerts. The live region always exists, so that screen readers announce a new alert. */
export function Alerts() {
  const alerts = useQuery(alertsQuery);
  const { pathname } = useLocation();
  const active = alerts.data ?? [];
  return (
    <section aria-label={t("alerts.label")} aria-live="polite" className={styles.alerts}>
      {alerts.error ? <p className={styles.unknown}>{t("alerts.unknown")}</p> : null}
      {active.length > 0 ? (
        <ul className={styles.list}>
          {active.map((alert) => (
            <AlertLine key={alert.name} alert={alert} linked={!pathname.startsWith("/admin/integration")} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function AlertLine({ alert, linked }: { alert: Alert; linked: boolean }) {
  const now = useNow();
  const zone = useZone();
  const since = new Date(alert.since);
  return (
    <li className={styles.alert}>
      <IconAlertTriangle size={20} aria-hidden={true} className={styles.icon} />
      <span className={styles.text}>
        <strong>{titleOf(alert)}</strong> {alert.detail}{" "}
        <time
          // The passing of time must not be announced.
          aria-live="off"
          dateTime={alert.since}
          title={`${formatDay(since, zone, staffLocale())}, ${formatClock(since, zone, staffLocale())}`}
          className={styles.since}
        >
          {formatAgo(since, now, staffLocale())}
        </time>
      </span>
      {linked ? <Link to="/admin/integration">{t("alerts.look")}</Link> : null}
    </li>
  );
}

const KNOWN = [
  "dead_letters",
  "oldest_pending",
  "channel_failing",
  "channel_refused",
  "channel_paused",
  "email_not_set_up",
  "journal_failing",
  "limits_not_shared",
  "no_worker",
  "bad_templates",
  "own_template_failed",
  "commands_late",
  "commands_failed",
  "unusual_commands",
  "crm_differs",
  "nightly_failed",
] as const;

/** The title of an alert. The name of a channel's alert is `name:channel`. */
function titleOf({ name }: Alert): string {
  const known = KNOWN.find((candidate) => candidate === name.split(":")[0]);
  return known ? `${t(`alerts.${known}`)}.` : "";
}
