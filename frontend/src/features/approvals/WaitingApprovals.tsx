import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatAgo } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { waitingApprovalsQuery } from "./approvalQueries";
import styles from "./WaitingApprovals.module.css";

const SHOWN = 3;

/** The requests that wait for an admin's decision, the oldest first. Nothing without one. */
export function WaitingApprovals() {
  const now = useNow();
  const waiting = useQuery(waitingApprovalsQuery).data;
  if (!waiting || waiting.pagination.total === 0) return null;
  return (
    <section className={styles.card} aria-labelledby="approvals-heading">
      <Title order={2} size="h3" id="approvals-heading">
        {t("approvals.waiting", { count: waiting.pagination.total })}
      </Title>
      <ul className={styles.list}>
        {waiting.approvals.slice(0, SHOWN).map((request) => (
          <li key={request.id}>
            <Link to={`/admin/approvals?request=${request.id}`} className={styles.link}>
              <span dir="auto">{request.name}</span>
            </Link>{" "}
            <time dateTime={request.created_at} className={styles.since}>
              {formatAgo(new Date(request.created_at), now, staffLocale())}
            </time>
          </li>
        ))}
      </ul>
      {waiting.pagination.total > SHOWN ? (
        <Link to="/admin/approvals" className={styles.link}>
          {t("approvals.seeAll")}
        </Link>
      ) : null}
    </section>
  );
}
