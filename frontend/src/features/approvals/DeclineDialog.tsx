import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";

type DeclineDialogProps = {
  count: number;
  busy: boolean;
  problem: unknown;
  onDecline: (reason: string) => void;
  onClose: () => void;
};

export function DeclineDialog({ count, busy, problem, onDecline, onClose }: DeclineDialogProps) {
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  return (
    <Dialog title={t("decline.title", { count })} onClose={onClose}>
      <Textarea
        size="md"
        label={t("decline.reason")}
        description={t("decline.reasonHint")}
        maxLength={1000}
        rows={3}
        value={reason}
        error={asked && reason.trim() === "" ? t("decline.reasonMissing") : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {problem ? <Notice tone="bad">{staffProblemText(problem)}</Notice> : null}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("dialog.back")}
        </Button>
        <Button
          loading={busy}
          onClick={() => {
            setAsked(true);
            if (reason.trim() !== "" && !busy) onDecline(reason.trim());
          }}
        >
          {t("decline.confirm")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
