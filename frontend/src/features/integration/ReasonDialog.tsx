import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";

const SHORTEST = 3;
const LONGEST = 500;

type ReasonDialogProps = {
  title: string;
  text: string;
  confirmText: string;
  busy: boolean;
  problem: unknown;
  onConfirm: (reason: string) => void;
  onClose: () => void;
};

/** Something that wants a reason before it is done. */
export function ReasonDialog({
  title,
  text,
  confirmText,
  busy,
  problem,
  onConfirm,
  onClose,
}: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const short = reason.trim().length < SHORTEST;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <Textarea
        size="md"
        label={t("reason.label")}
        description={t("reason.hint")}
        maxLength={LONGEST}
        rows={2}
        value={reason}
        error={asked && short ? t("reason.short") : undefined}
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
            if (!short && !busy) onConfirm(reason.trim());
          }}
        >
          {confirmText}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
