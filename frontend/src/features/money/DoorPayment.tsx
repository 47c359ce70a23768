import { Button, Radio } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { ReasonDialog } from "@/shared/ui/ReasonDialog";
import styles from "./Money.module.css";
import { type DoorMethod, useMoneyChanges } from "./moneyQueries";

const METHODS = ["cash", "card", "transfer"] as const satisfies readonly DoorMethod[];

type DoorPaymentProps = {
  bookingId: number;
  name: string;
  /** Whether the guest still has to pay the facilitator. */
  due: boolean;
  /** Whether the guest paid at the door, which can be undone. */
  paid: boolean;
};

/** Marks a booking as paid to its facilitator, or undoes it. */
export function DoorPayment({ bookingId, name, due, paid }: DoorPaymentProps) {
  const [asking, setAsking] = useState(false);
  if (!due && !paid) return null;
  const close = () => setAsking(false);
  return (
    <>
      <Button
        variant="default"
        size="compact-md"
        className={styles.door}
        aria-label={t(due ? "door.markOf" : "door.undoOf", { name })}
        onClick={() => setAsking(true)}
      >
        {t(due ? "door.mark" : "door.undo")}
      </Button>
      {asking && due ? <MarkPaid bookingId={bookingId} name={name} onClose={close} /> : null}
      {asking && !due ? <Undo bookingId={bookingId} name={name} onClose={close} /> : null}
    </>
  );
}

type AskProps = { bookingId: number; name: string; onClose: () => void };

function MarkPaid({ bookingId, name, onClose }: AskProps) {
  const { markPaid } = useMoneyChanges();
  const [method, setMethod] = useState<DoorMethod>("cash");
  const mark = useMutation({ mutationFn: () => markPaid(bookingId, method), onSuccess: onClose });
  return (
    <Dialog title={t("door.how", { name })} onClose={onClose}>
      <Radio.Group value={method} onChange={(value) => setMethod(value as DoorMethod)}>
        <div className={styles.methods}>
          {METHODS.map((one) => (
            <Radio key={one} size="md" value={one} label={t(`door.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      {mark.error ? <Notice tone="bad">{staffProblemText(mark.error)}</Notice> : null}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("dialog.back")}
        </Button>
        <Button loading={mark.isPending} onClick={() => mark.mutate()}>
          {t("door.mark")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function Undo({ bookingId, name, onClose }: AskProps) {
  const { markUnpaid } = useMoneyChanges();
  const undo = useMutation({
    mutationFn: (reason: string) => markUnpaid(bookingId, reason),
    onSuccess: onClose,
  });
  return (
    <ReasonDialog
      title={t("door.undoTitle", { name })}
      text={t("door.undoText")}
      hint={t("door.undoHint")}
      longest={200}
      confirmText={t("door.undo")}
      busy={undo.isPending}
      problem={undo.error}
      onConfirm={(reason) => undo.mutate(reason)}
      onClose={onClose}
    />
  );
}
