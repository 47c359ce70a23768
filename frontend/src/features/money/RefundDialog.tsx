import { Button, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Order } from "@/features/payments";
import { useConfirmed } from "@/shared/auth/useConfirmed";
import { guestWords, staffLocale, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import { amountText, minorUnits } from "@/shared/money/minorUnits";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { useMoneyChanges } from "./moneyQueries";

const LONGEST_REASON = 200;

type RefundDialogProps = { order: Order; most: number; onDone: () => void; onClose: () => void };

/** Gives a part of an order back, with a reason. The reader confirms their password first, once in ten minutes. */
export function RefundDialog({ order, most, onDone, onClose }: RefundDialogProps) {
  const { refund } = useMoneyChanges();
  const [amount, setAmount] = useState(() => amountText(most, order.currency));
  const [reason, setReason] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const money = (cents: number) => formatMoney(cents, order.currency, staffLocale());
  const cents = minorUnits(amount, order.currency);
  const amountBad = cents === null || cents <= 0 || cents > most;
  const length = reason.trim().length;
  const give = useConfirmed(() => refund(order.id, cents ?? 0, reason.trim()), onDone);
  if (give.dialog) return give.dialog;
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
      {give.problem ? <Notice tone="bad">{staffProblemText(give.problem)}</Notice> : null}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("dialog.back")}
        </Button>
        <Button
          loading={give.pending}
          onClick={() => {
            setSubmitted(true);
            if (!amountBad && length > 0 && length <= LONGEST_REASON) give.run(undefined);
          }}
        >
          {amountBad ? t("order.refund") : t("order.confirm", { amount: money(cents) })}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
