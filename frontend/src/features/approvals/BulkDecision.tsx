import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Notice } from "@/shared/ui/Notice";
import { ReasonDialog } from "@/shared/ui/ReasonDialog";
import { approvalKeys, decideSeveral } from "./approvalQueries";
import styles from "./BulkDecision.module.css";

type BulkDecisionProps = {
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
};

/** One decision for all selected requests. Requests that could not be decided stay selected, with the reason. */
export function BulkDecision({ chosen, onChoose }: BulkDecisionProps) {
  const queryClient = useQueryClient();
  const [declining, setDeclining] = useState(false);
  const decision = useMutation({
    mutationFn: (make: { make: "approve" } | { make: "decline"; reason: string }) =>
      decideSeveral([...chosen], make),
    onSuccess: (results) => {
      setDeclining(false);
      onChoose(new Set(results.filter(({ status }) => status === "refused").map(({ id }) => id)));
      void queryClient.invalidateQueries({ queryKey: approvalKeys.all });
    },
  });
  const count = chosen.size;
  return (
    <>
      {count > 0 ? (
        <div className={styles.bar}>
          <span className={styles.count} role="status">
            {t("approvals.chosen", { count })}
          </span>
          <Button
            loading={decision.isPending && !declining}
            onClick={() => {
              if (!decision.isPending) decision.mutate({ make: "approve" });
            }}
          >
            {t("approvals.approveChosen", { count })}
          </Button>
          <Button variant="default" onClick={() => setDeclining(true)}>
            {t("approvals.declineChosen", { count })}
          </Button>
          <Button variant="subtle" onClick={() => onChoose(new Set())}>
            {t("approvals.clearChosen")}
          </Button>
        </div>
      ) : null}
      {decision.error && !declining ? <Notice tone="bad">{staffProblemText(decision.error)}</Notice> : null}
      {decision.data ? <Outcome results={decision.data} /> : null}
      {declining ? (
        <ReasonDialog
          title={t("decline.title", { count })}
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
    </>
  );
}

function Outcome({ results }: { results: Awaited<ReturnType<typeof decideSeveral>> }) {
  const refused = results.filter(({ status }) => status === "refused");
  const done = results.length - refused.length;
  const declined = results.some(({ status }) => status === "declined");
  return (
    <>
      {done > 0 ? (
        <Notice tone="good">
          {t(declined ? "approvals.done.declined" : "approvals.done.approved", { count: done })}
        </Notice>
      ) : null}
      {refused.length > 0 ? (
        <Notice tone="bad">
          {t("approvals.refused", { count: refused.length })}
          <ul className={styles.reasons}>
            {[...new Set(refused.map(({ error }) => error))].map((error) => (
              <li key={error}>{error}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </>
  );
}
