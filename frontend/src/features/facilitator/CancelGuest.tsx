import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { staffWords as t } from "@/shared/i18n/staffWords";
import { ReasonDialog } from "@/shared/ui/ReasonDialog";
import { facilitatorKeys } from "./facilitatorQueries";
import styles from "./RosterPage.module.css";

type CancelGuestProps = { bookingId: number; name: string; paid: boolean };

/** Cancels the booking of one guest, who reads the reason. */
export function CancelGuest({ bookingId, name, paid }: CancelGuestProps) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: (reason: string) =>
      dataOf(
        mainApi.POST("/bookings/{booking_id}/cancel-for-guest", {
          params: { path: { booking_id: bookingId } },
          body: { reason },
        }),
      ),
    onSuccess: () => {
      setAsking(false);
      void queryClient.invalidateQueries({ queryKey: facilitatorKeys.everyone });
    },
  });
  if (cancel.isSuccess)
    return (
      <span className={styles.since} role="status">
        {t("roster.guestCancelled")}
      </span>
    );
  return (
    <>
      <Button
        variant="default"
        size="compact-md"
        className={styles.cancel}
        aria-label={t("roster.cancelOf", { name })}
        onClick={() => setAsking(true)}
      >
        {t("roster.cancel")}
      </Button>
      {asking ? (
        <ReasonDialog
          title={t("roster.cancelTitle", { name })}
          text={t(paid ? "roster.cancelPaid" : "roster.cancelText")}
          hint={t("roster.cancelHint")}
          longest={200}
          confirmText={t("roster.cancel")}
          busy={cancel.isPending}
          problem={cancel.error}
          onConfirm={(reason) => cancel.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
