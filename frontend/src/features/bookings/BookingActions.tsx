import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { Booking } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Notice } from "@/shared/ui/Notice";
import styles from "./BookingActions.module.css";
import { bookingProblemText } from "./bookingProblem";
import type { BookingChange } from "./useBookingChange";

type BookingActionsProps = { booking: Booking; change: BookingChange };

/** The outcome of the last change, with an undo. An earlier cancellation shows a button to rebook. */
export function ChangeOutcome({ booking, change }: BookingActionsProps) {
  const { t } = useLanguage();
  const { done, busy, problem, act } = change;
  const notice = useRef<HTMLDivElement>(null);
  // The button that was used is gone, so the notice takes the focus; "Undo" comes next.
  useEffect(() => {
    if (done || problem) notice.current?.focus();
  }, [done, problem]);
  if (problem) {
    return (
      <Notice tone="bad" ref={notice}>
        {bookingProblemText(t, problem)}
      </Notice>
    );
  }
  if (done === "cancel" && booking.status === "cancelled") {
    return (
      <Notice
        tone="calm"
        ref={notice}
        action={
          <Button
            leftSection={<IconArrowBackUp size={18} aria-hidden={true} />}
            aria-disabled={busy}
            onClick={() => act("reactivate")}
          >
            {t("booking.undo")}
          </Button>
        }
      >
        {t("booking.cancelledNow")}
      </Notice>
    );
  }
  if (done === "reactivate" && booking.status === "booked") {
    return (
      <Notice tone="good" ref={notice}>
        {t("booking.undone")}
      </Notice>
    );
  }
  if (!booking.can_reactivate) return null;
  return (
    <Button className={styles.action} aria-disabled={busy} onClick={() => act("reactivate")}>
      {t(busy ? "booking.reactivating" : "booking.reactivate")}
    </Button>
  );
}

export function CancelButton({ booking, change }: BookingActionsProps) {
  const { t } = useLanguage();
  if (!booking.can_cancel) return null;
  return (
    <Button
      variant="default"
      className={`${styles.action} ${styles.cancel}`}
      aria-disabled={change.busy}
      onClick={() => change.act("cancel")}
    >
      {t(change.busy ? "booking.cancelling" : "booking.cancel")}
    </Button>
  );
}
