import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { answerOf } from "@/shared/api/problem";
import type { Booking } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/LanguageProvider";
import { Notice } from "@/shared/ui/Notice";
import styles from "./BookingActions.module.css";
import { newKey } from "./bookingIntent";
import { bookingProblemText } from "./bookingProblem";

type Step = "cancel" | "reactivate";

/** Cancel with an undo that has no deadline, and take a cancelled place again while there is room. */
export function BookingActions({ booking }: { booking: Booking }) {
  const { t } = useLanguage();
  const queryClient = useQueryClient();
  const [done, setDone] = useState<Step | null>(null);
  const notice = useRef<HTMLDivElement>(null);
  const change = useMutation({
    mutationFn: (step: Step) => {
      const options = {
        params: { path: { booking_id: booking.id } },
        headers: { "Idempotency-Key": newKey() },
      };
      return answerOf(
        step === "cancel"
          ? mainApi.POST("/bookings/cancel/{booking_id}", options)
          : mainApi.POST("/bookings/reactivate/{booking_id}", options),
      );
    },
    onSuccess: ({ booking: changed }, step) => {
      queryClient.setQueryData(["bookings", "one", booking.id], changed);
      setDone(step);
      for (const part of ["mine", "held", "timeline"]) {
        void queryClient.invalidateQueries({ queryKey: ["bookings", part] });
      }
      void queryClient.invalidateQueries({ queryKey: ["events"] });
    },
  });
  // The button just used is gone: the focus moves to the notice that took its place, and "Undo" comes next.
  useEffect(() => {
    if (done || change.error) notice.current?.focus();
  }, [done, change.error]);
  const busy = change.isPending;
  const act = (step: Step) => {
    if (!busy) change.mutate(step);
  };
  return (
    <div className={styles.actions}>
      {change.error ? (
        <Notice tone="bad" ref={notice}>
          {bookingProblemText(t, change.error)}
        </Notice>
      ) : null}
      {!change.error && done === "cancel" && booking.status === "cancelled" ? (
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
      ) : null}
      {!change.error && done === "reactivate" && booking.status === "booked" ? (
        <Notice tone="good" ref={notice}>
          {t("booking.undone")}
        </Notice>
      ) : null}
      {booking.can_reactivate && done !== "cancel" ? (
        <Button className={styles.start} aria-disabled={busy} onClick={() => act("reactivate")}>
          {t(busy ? "booking.reactivating" : "booking.reactivate")}
        </Button>
      ) : null}
      {booking.can_cancel ? (
        <Button
          variant="default"
          className={styles.cancel}
          aria-disabled={busy}
          onClick={() => act("cancel")}
        >
          {t(busy ? "booking.cancelling" : "booking.cancel")}
        </Button>
      ) : null}
    </div>
  );
}
