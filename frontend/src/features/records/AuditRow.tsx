import { Link } from "react-router";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { messageWords } from "@/shared/i18n/messageWords";
import { recordWords } from "@/shared/i18n/recordWords";
import { useWords } from "@/shared/i18n/useWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import table from "@/shared/ui/cardTable.module.css";
import { actorText, changeText, pathOf, sentenceText, subjectText } from "./auditText";
import styles from "./Records.module.css";
import type { AuditEntry } from "./recordQueries";

/** One change: who did what to whom, as a sentence, and when. The values of the journal are its details. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const t = useWords(recordWords);
  const messages = useWords(messageWords);
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
        <strong dir="auto">{sentenceText(t, messages, entry)}</strong>
        {entry.reason ? (
          <span className={table.under}>{t("audit.reason", { reason: entry.reason })}</span>
        ) : null}
        {entry.erased ? <span className={table.under}>{t("audit.erased")}</span> : null}
        <div className={styles.links}>
          {path ? (
            <Link to={path} className={styles.small}>
              {subject}
            </Link>
          ) : null}
          <Link to={onlyThis} className={styles.small} aria-label={t("audit.onlyThis", { subject })}>
            {t("bookings.history")}
          </Link>
          {entry.actor_id ? (
            <Link
              to={`?${new URLSearchParams({ person: String(entry.actor_id), name: actor })}`}
              className={styles.small}
            >
              {t("audit.onlyTheirs", { name: actor })}
            </Link>
          ) : null}
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
        </div>
      </th>
      <td className={table.number}>
        <time dateTime={entry.at}>
          {formatDay(at, zone, locale)}, {formatClock(at, zone, locale)}
        </time>
      </td>
    </tr>
  );
}
