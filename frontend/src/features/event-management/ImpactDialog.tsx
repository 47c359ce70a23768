import { Button, Textarea } from "@mantine/core";
import { IconCalendarX } from "@tabler/icons-react";
import { useState } from "react";
import { problemText } from "@/shared/api/problemText";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { Dialog, DialogButtons } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { StateBadge } from "@/shared/ui/StateBadge";
import type { Impact } from "./eventManagementApi";
import styles from "./ImpactDialog.module.css";

type ImpactDialogProps = {
  title: string;
  impact: Impact;
  changedMeanwhile: boolean;
  cancelling: boolean;
  busy: boolean;
  problem: unknown;
  onConfirm: (reason: string) => void;
  onClose: () => void;
};

const SHOWN = 50;
const LONGEST_REASON = 500;

/** What a change would do to the people booked, before it is done. */
export function ImpactDialog({
  title,
  impact,
  changedMeanwhile,
  cancelling,
  busy,
  problem,
  onConfirm,
  onClose,
}: ImpactDialogProps) {
  const [reason, setReason] = useState("");
  const { bookings, clashes } = impact;
  return (
    <Dialog title={title} onClose={onClose}>
      {changedMeanwhile ? <Notice tone="warn">{t("impact.changedMeanwhile")}</Notice> : null}
      <p>
        {bookings === 0
          ? t(cancelling ? "impact.nobody.cancel" : "impact.nobody")
          : t(cancelling ? "impact.told.cancel" : "impact.told.change", { count: bookings })}
      </p>
      {clashes > 0 ? <p>{t("impact.clashes", { count: clashes })}</p> : null}
      {bookings > 0 ? <GuestsTouched impact={impact} /> : null}
      {cancelling ? (
        <Textarea
          size="md"
          label={t("impact.reason")}
          description={t("impact.reasonHint")}
          maxLength={LONGEST_REASON}
          rows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      ) : null}
      {problem ? <Notice tone="bad">{problemText(problem)}</Notice> : null}
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("impact.keep")}
        </Button>
        <Button aria-disabled={busy} onClick={() => onConfirm(reason.trim())}>
          {confirmText(cancelling, bookings, busy)}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function confirmText(cancelling: boolean, bookings: number, busy: boolean): string {
  if (busy) return t("impact.working");
  if (bookings === 0) return t(cancelling ? "impact.confirm.cancel" : "impact.confirm.change");
  return t(cancelling ? "impact.confirm.cancelAndTell" : "impact.confirm.changeAndTell", { count: bookings });
}

function GuestsTouched({ impact }: { impact: Impact }) {
  const several = new Set(impact.guests.map((guest) => guest.session_id)).size > 1;
  const shown = impact.guests.slice(0, SHOWN);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by the keyboard.
    <section className={styles.guests} aria-label={t("impact.guests")} tabIndex={0}>
      <ul className={styles.list}>
        {shown.map((guest) => (
          <li key={guest.booking_id} className={styles.guest}>
            <span className={styles.name}>{guest.user_name}</span>
            {several ? <span className={styles.session}>{guest.session_title}</span> : null}
            <span className={styles.session}>
              {t(
                guest.message === "session_cancelled" ? "impact.message.cancelled" : "impact.message.changed",
              )}
            </span>
            {guest.clash ? (
              <StateBadge tone="warn" icon={IconCalendarX}>
                {t("impact.clash")}
              </StateBadge>
            ) : null}
          </li>
        ))}
      </ul>
      {impact.guests.length > SHOWN ? (
        <p className={styles.more}>{t("impact.more", { count: impact.guests.length - SHOWN })}</p>
      ) : null}
    </section>
  );
}
