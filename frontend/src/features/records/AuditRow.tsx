import { Link } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { recordWords } from "@/shared/i18n/recordWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import table from "@/shared/ui/cardTable.module.css";
import { actionText, actorText, changeText, pathOf, subjectText } from "./auditText";
import styles from "./Records.module.css";
import type { AuditEntry } from "./recordQueries";

/** One change: what was done, to what, by whom and when. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const t = useWords(recordWords);
  const { locale } = useLanguage();
  const zone = useZone();
  const at = new Date(entry.at);
  const actor = actorText(t, entry);
  const path = pathOf(entry);
  const subject = `${subjectText(t, entry.subject_type)}${/^\d+$/.test(entry.subject_id) ? ` ${entry.subject_id}` : ""}`;
  const onlyThis = `?${new URLSearchParams({ what: entry.subject_type, id: entry.subject_id })}`;
  const changes = Object.entries(entry.changes);
  return (
    <tr className={table.line}>
      <th scope="row">
        <strong>{actionText(t, entry.subject_type, entry.action)}</strong>
        {entry.reason ? (
          <span className={table.under}>{t("audit.reason", { reason: entry.reason })}</span>
        ) : null}
        {entry.erased ? <span className={table.under}>{t("audit.erased")}</span> : null}
        {changes.length > 0 ? (
          <details className={styles.details}>
            <summary>{t("audit.details")}</summary>
            <dl>
              {changes.map(([name, value]) => (
                <div key={name}>
                  <dt lang="en">{name.replaceAll("_", " ")}</dt>
                  <dd dir="auto">{changeText(t, value)}</dd>
                </div>
              ))}
            </dl>
          </details>
        ) : null}
      </th>
      <td>
        {path ? (
          <Link to={path} className={styles.link}>
            {subject}
          </Link>
        ) : (
          subject
        )}
        {entry.subject ? (
          <span className={table.under} dir="auto">
            {[entry.subject.title, entry.subject.person].filter(Boolean).join(" · ")}
          </span>
        ) : null}
        <span className={table.under}>
          <Link to={onlyThis} className={styles.link} aria-label={t("audit.onlyThis", { subject })}>
            {t("bookings.history")}
          </Link>
        </span>
      </td>
      <td>
        <span className={table.label}>{t("audit.who")}: </span>
        {entry.actor_id ? (
          <Link
            to={`?${new URLSearchParams({ person: String(entry.actor_id), name: actor })}`}
            className={styles.link}
            aria-label={t("audit.onlyTheirs", { name: actor })}
          >
            <span dir="auto">{actor}</span>
          </Link>
        ) : (
          actor
        )}
      </td>
      <td className={table.number}>
        <time dateTime={entry.at}>
          {formatDay(at, zone, locale)}, {formatClock(at, zone, locale)}
        </time>
      </td>
    </tr>
  );
}
