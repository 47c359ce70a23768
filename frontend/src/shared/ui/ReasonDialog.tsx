import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { guestWords, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Dialog, DialogButtons } from "./Dialog";
import { Notice } from "./Notice";

type ReasonDialogProps = {
  title: string;
  text?: string;
  /** Who will read the reason. */
  hint?: string;
  /** In characters. */
  shortest?: number;
  longest?: number;
  confirmText: string;
  busy: boolean;
  problem: unknown;
  onConfirm: (reason: string) => void;
  onClose: () => void;
};

/** Asks for a reason before something is done. */
export function ReasonDialog({
  title,
  text,
  hint = t("reason.hint"),
  shortest = 3,
  longest = 500,
  confirmText,
  busy,
  problem,
  onConfirm,
  onClose,
}: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const length = reason.trim().length;
  const short = length < shortest;
  const long = length > longest;
  return (
    <Dialog title={title} onClose={onClose}>
      {text ? <p>{text}</p> : null}
      <Textarea
        size="md"
        label={t("reason.label")}
        description={hint}
        rows={2}
        value={reason}
        error={
          long
            ? guestWords("field.too_long", { count: longest })
            : submitted && short
              ? t("reason.short")
              : undefined
        }
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
            setSubmitted(true);
            if (!short && !long && !busy) onConfirm(reason.trim());
          }}
        >
          {confirmText}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
