import { Button, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { ApiProblem } from "@/shared/api/problem";
import { staffLocale, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { formatClock, formatDay } from "@/shared/time/format";
import { useZone } from "@/shared/time/useZone";
import { FailurePart } from "@/shared/ui/FailureState";
import { Notice } from "@/shared/ui/Notice";
import { Placeholder } from "@/shared/ui/Placeholder";
import { ReasonDialog } from "@/shared/ui/ReasonDialog";
import styles from "./ApprovalDetailPanel.module.css";
import { ApprovalStatus, approvalStatusOf } from "./ApprovalStatus";
import { type ApprovalDetail, approvalKeys, approvalQuery, type Decision, decide } from "./approvalQueries";
import { PayloadFacts } from "./PayloadFacts";

type ApprovalDetailPanelProps = { requestId: number; onClose: () => void };

export function ApprovalDetailPanel({ requestId, onClose }: ApprovalDetailPanelProps) {
  const found = useQuery(approvalQuery(requestId));
  return (
    <>
      <Button
        variant="subtle"
        className={styles.back}
        leftSection={<IconArrowLeft size={18} aria-hidden={true} />}
        onClick={onClose}
      >
        {t("approval.back")}
      </Button>
      {found.data ? (
        <Detail request={found.data} />
      ) : found.error ? (
        <FailurePart problem={found.error} retry={found.refetch} text={t("approvals.away")} />
      ) : (
        <Placeholder shapes={["title", "line", "row"]} />
      )}
    </>
  );
}

function Detail({ request }: { request: ApprovalDetail }) {
  const zone = useZone();
  const queryClient = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const notice = useRef<HTMLDivElement>(null);
  const [declining, setDeclining] = useState(false);
  const decision = useMutation({
    mutationFn: (wanted: Decision) => decide(request.id, wanted),
    onSuccess: (decided) => {
      setDeclining(false);
      queryClient.setQueryData(approvalQuery(request.id).queryKey, decided);
    },
    onError: (problem) => {
      // Somebody else decided first, so there is nothing left to ask.
      if (wasDecided(problem)) setDeclining(false);
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: approvalKeys.all }),
  });
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  // The buttons that were used are gone, so the outcome takes the focus.
  useEffect(() => {
    if (decision.data || decision.error) notice.current?.focus();
  }, [decision.data, decision.error]);
  const moment = (at: string) =>
    `${formatDay(new Date(at), zone, staffLocale())}, ${formatClock(new Date(at), zone, staffLocale())}`;
  const pending = request.status === "pending";
  const status = approvalStatusOf(request.status);
  return (
    <div className={styles.detail}>
      <div className={styles.head}>
        <Title order={2} size="h3" ref={heading} tabIndex={-1} className={styles.name} dir="auto">
          {request.name}
        </Title>
        <ApprovalStatus status={request.status} />
      </div>
      {decision.error && !declining ? (
        <Notice tone={wasDecided(decision.error) ? "warn" : "bad"} ref={notice}>
          {firstDecision(decision.error, moment) ?? staffProblemText(decision.error)}
        </Notice>
      ) : null}
      {decision.data && status !== "pending" ? (
        <Notice tone="good" ref={notice}>
          {t(`approval.done.${status}`, { name: request.name })}
        </Notice>
      ) : null}
      {pending ? (
        <Choices
          request={request}
          busy={decision.isPending}
          onDecide={(wanted) => {
            if (!decision.isPending) decision.mutate(wanted);
          }}
          onDecline={() => setDeclining(true)}
        />
      ) : request.decided_by && request.decided_at ? (
        <p className={styles.decided}>
          {t("approval.decidedBy", {
            decision: t(`approvals.status.${status}`),
            who: request.decided_by.name,
            when: moment(request.decided_at),
          })}
          {request.reason ? <span>{t("approval.reason", { reason: request.reason })}</span> : null}
        </p>
      ) : null}
      {request.customer_id ? (
        <p className={styles.decided}>
          <Link to={`/admin/customers/${request.customer_id}`}>{t("approval.customer")}</Link>
        </p>
      ) : null}
      <PayloadFacts payload={request.payload} />
      {request.ticket ? (
        <p className={styles.decided}>
          {t("approval.ticket", { number: request.ticket.ticket_number, status: request.ticket.status })}
        </p>
      ) : null}
      <section aria-labelledby="audit-heading">
        <Title order={3} size="h4" id="audit-heading">
          {t("approval.audit")}
        </Title>
        <ol className={styles.audit}>
          {request.audit.map((entry) => (
            <li key={`${entry.at} ${entry.action} ${entry.subject}`}>
              <span>
                {t("approval.audit.line", { action: actionName(entry.action), who: entry.who.name })}
              </span>
              <time dateTime={entry.at} className={styles.when}>
                {moment(entry.at)}
              </time>
            </li>
          ))}
        </ol>
      </section>
      {declining ? (
        <ReasonDialog
          title={t("decline.title", { count: 1 })}
          hint={t("decline.reasonHint")}
          shortest={1}
          longest={1000}
          confirmText={t("decline.confirm")}
          busy={decision.isPending}
          problem={decision.error}
          onConfirm={(reason) => decision.mutate({ make: "decline", reason })}
          onClose={() => setDeclining(false)}
        />
      ) : null}
    </div>
  );
}

type ChoicesProps = {
  request: ApprovalDetail;
  busy: boolean;
  onDecide: (decision: Decision) => void;
  onDecline: () => void;
};

function Choices({ request, busy, onDecide, onDecline }: ChoicesProps) {
  const existing = request.existing_customer;
  // A registration of a known customer can only be merged; a repair is simply added to them.
  const merge = existing && request.kind === "registration" ? existing : null;
  return (
    <div className={styles.choices}>
      {existing ? (
        <Notice tone="calm">
          {t(merge ? "approval.exists" : "approval.existsRepair", {
            name: existing.name,
            email: existing.email,
          })}
        </Notice>
      ) : null}
      <div className={styles.buttons}>
        {merge ? (
          <Button aria-disabled={busy} onClick={() => onDecide({ make: "merge", customerId: merge.id })}>
            {t("approval.merge", { name: merge.name })}
          </Button>
        ) : (
          <Button aria-disabled={busy} onClick={() => onDecide({ make: "approve" })}>
            {t("approval.approve")}
          </Button>
        )}
        <Button variant="default" aria-disabled={busy} onClick={onDecline}>
          {t("approval.decline")}
        </Button>
      </div>
    </div>
  );
}

const AUDITED = ["received", "approved", "declined", "merged"] as const;

function actionName(action: string): string {
  const known = AUDITED.find((name) => name === action);
  return known ? t(`approval.audit.${known}`) : action;
}

function wasDecided(problem: unknown): boolean {
  return problem instanceof ApiProblem && problem.code === "already_decided";
}

/** Who decided first, what, and when; null for other problems. */
function firstDecision(problem: unknown, moment: (at: string) => string): string | null {
  if (!(problem instanceof ApiProblem) || !wasDecided(problem)) return null;
  const { decided_by, decision, decided_at } = problem.members as {
    decided_by?: { name?: string };
    decision?: string;
    decided_at?: string;
  };
  return t("approval.first", {
    who: decided_by?.name ?? t("approval.someone"),
    decision: t(`approvals.status.${approvalStatusOf(decision ?? "")}`).toLocaleLowerCase(staffLocale()),
    when: decided_at ? moment(decided_at) : "",
  });
}
