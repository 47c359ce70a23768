import { Checkbox } from "@mantine/core";
import { IconUserCheck } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatAgo, formatClock, formatDay } from "@/shared/time/format";
import { useNow } from "@/shared/time/useNow";
import { useZone } from "@/shared/time/useZone";
import { StateBadge } from "@/shared/ui/StateBadge";
import styles from "./ApprovalList.module.css";
import { ApprovalStatus } from "./ApprovalStatus";
import type { ApprovalRequest } from "./approvalQueries";

type ApprovalListProps = {
  show: "waiting" | "history";
  requests: readonly ApprovalRequest[];
  total: number;
  opened: number | null;
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
  onOpen: (requestId: number) => void;
};

export function ApprovalList({ show, requests, total, opened, chosen, onChoose, onOpen }: ApprovalListProps) {
  const all = requests.every(({ id }) => chosen.has(id));
  return (
    <div className={styles.frame}>
      <div className={styles.head}>
        {show === "waiting" ? (
          <Checkbox
            size="md"
            aria-label={t("approvals.chooseAll")}
            checked={all}
            indeterminate={!all && chosen.size > 0}
            onChange={() => onChoose(new Set(all ? [] : requests.map(({ id }) => id)))}
          />
        ) : null}
        <span>
          {t(show === "waiting" ? "approvals.count.waiting" : "approvals.count.history", { count: total })}
        </span>
      </div>
      <ul className={styles.list} onKeyDown={moveThroughList}>
        {requests.map((request) => (
          <li key={request.id} className={styles.item} data-opened={request.id === opened}>
            {show === "waiting" ? (
              <Checkbox
                size="md"
                className={styles.choice}
                aria-label={t("approvals.choose", { name: request.name })}
                checked={chosen.has(request.id)}
                onChange={(event) => {
                  const next = new Set(chosen);
                  if (event.currentTarget.checked) next.add(request.id);
                  else next.delete(request.id);
                  onChoose(next);
                }}
              />
            ) : null}
            <button
              type="button"
              className={styles.open}
              data-opener={true}
              aria-current={request.id === opened ? "true" : undefined}
              onClick={() => onOpen(request.id)}
            >
              <span className={styles.name} dir="auto">
                {request.name}
              </span>
              <span className={styles.email}>{request.email}</span>
              <Facts request={request} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Arrow keys go from one request to the next, as in a mailbox; Tab still reaches everything. */
function moveThroughList(event: KeyboardEvent<HTMLUListElement>) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const openers = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-opener]")];
  const at = openers.indexOf(document.activeElement as HTMLElement);
  const next = openers[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

function Facts({ request }: { request: ApprovalRequest }) {
  const now = useNow();
  const zone = useZone();
  const at = new Date(request.decided_at ?? request.created_at);
  const kind = request.kind === "repair" ? "repair" : "registration";
  return (
    <span className={styles.facts}>
      {request.status === "pending" ? null : <ApprovalStatus status={request.status} />}
      <span>
        {t(`approvals.one.${kind}`)}
        {request.ticket_number ? ` ${request.ticket_number}` : ""}
      </span>
      {request.device ? <span dir="auto">{request.device}</span> : null}
      {request.priority && request.priority !== "normal" ? (
        <StateBadge tone={request.priority === "urgent" ? "bad" : "warn"}>
          {t("approvals.priority", { priority: request.priority })}
        </StateBadge>
      ) : null}
      {request.existing_customer && request.status === "pending" ? (
        <StateBadge tone="accent" icon={IconUserCheck}>
          {t("approvals.exists")}
        </StateBadge>
      ) : null}
      <time
        dateTime={at.toISOString()}
        title={`${formatDay(at, zone, staffLocale())}, ${formatClock(at, zone, staffLocale())}`}
      >
        {formatAgo(at, now, staffLocale())}
      </time>
    </span>
  );
}
