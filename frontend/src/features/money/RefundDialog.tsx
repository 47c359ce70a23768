import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Order } from "@/features/payments";
import { ApiProblem } from "@/shared/api/problem";
import { guestWords, staffLocale, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import { amountText, minorUnits } from "@/shared/money/minorUnits";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { ConfirmPassword } from "./ConfirmPassword";
import { useMoneyChanges } from "./moneyQueries";

const LONGEST_REASON = 200;

type RefundDialogProps = { order: Order; most: number; onDone: () => void; onClose: () => void };

/** Gives a part of an order back, with a reason. The reader confirms their password first, once in ten minutes. */
export function RefundDialog({ order, most, onDone, onClose }: RefundDialogProps) {
  const { refund } = useMoneyChanges();
  const [amount, setAmount] = useState(() => amountText(most, order.currency));
  const [reason, setReason] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const money = (cents: number) => formatMoney(cents, order.currency, staffLocale());
  const cents = minorUnits(amount, order.currency);
  const amountBad = cents === null || cents <= 0 || cents > most;
  const length = reason.trim().length;
  const give = useMutation({
    mutationFn: () => refund(order.id, cents ?? 0, reason.trim()),
    onSuccess: onDone,
    onError: (problem) => {
      if (problem instanceof ApiProblem && problem.code === "confirmation_needed") setConfirming(true);
    },
  });
  if (confirming)
    return (
      <ConfirmPassword
        onClose={() => setConfirming(false)}
        onConfirmed={() => {
          setConfirming(false);
          give.mutate();
        }}
      />
    );
  const unconfirmed = give.error instanceof ApiProblem && give.error.code === "confirmation_needed";
  return (
    <Dialog title={t("order.refundTitle")} onClose={onClose}>
      <TextInput
        size="md"
        inputMode="decimal"
        label={t("order.amount", { currency: order.currency })}
        description={t("order.refundMost", { amount: money(most) })}
        value={amount}
        error={submitted && amountBad ? t("order.amountBad", { amount: money(most) }) : undefined}
        onChange={(event) => setAmount(event.currentTarget.value)}
      />
      <Textarea
        size="md"
        rows={2}
        label={t("order.reason")}
        description={t("order.reasonHint")}
        value={reason}
        error={
          length > LONGEST_REASON
            ? guestWords("field.too_long", { count: LONGEST_REASON })
            : submitted && length === 0
              ? guestWords("field.required")
              : undefined
        }
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {give.error && !unconfirmed ? <Notice tone="bad">{staffProblemText(give.error)}</Notice> : null}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("dialog.back")}
        </Button>
        <Button
          loading={give.isPending}
          onClick={() => {
            setSubmitted(true);
            if (!amountBad && length > 0 && length <= LONGEST_REASON && !give.isPending) give.mutate();
          }}
        >
          {amountBad ? t("order.refund") : t("order.confirm", { amount: money(cents) })}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
