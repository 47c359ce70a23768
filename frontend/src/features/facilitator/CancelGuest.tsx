import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { orderQuery } from "@/features/payments";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import { staffLocale, staffWords as t } from "@/shared/i18n/staffWords";
import { formatMoney } from "@/shared/money/format";
import { ReasonDialog } from "@/shared/ui/ReasonDialog";
import { facilitatorKeys } from "./facilitatorQueries";
import type { ListedBooking } from "./facilitatorTypes";
import { moneyToGiveBack } from "./giveBack";
import type { Announce } from "./RosterNotice";

type CancelGuestProps = { booking: ListedBooking; announce: Announce };

/** Cancels the booking of one guest, who reads the reason. */
export function CancelGuest({ booking, announce }: CancelGuestProps) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { booking_id: bookingId, user_name: name } = booking;
  const paid = (booking.amount_paid ?? 0) > 0;
  const order = useQuery({ ...orderQuery(bookingId, "booking"), enabled: asking && paid });
  const back = order.data && moneyToGiveBack(order.data);
  const money = (cents: number) => formatMoney(cents, order.data?.currency ?? "", staffLocale());
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
      announce({
        words: () =>
          [
            t("roster.guestCancelled", { name }),
            ...(back && back.atTheDoor > 0
              ? [t("roster.giveBackNow", { amount: money(back.atTheDoor) })]
              : []),
            ...(paid && !back ? [t("roster.cancelPaid")] : []),
          ].join(" "),
        ...(paid ? { paymentsOf: { bookingId, name } } : {}),
      });
      void queryClient.invalidateQueries({ queryKey: facilitatorKeys.everyone });
    },
  });
  const text = [
    t("roster.cancelText"),
    ...(back && back.online > 0 ? [t("roster.cancelOnline", { amount: money(back.online) })] : []),
    ...(back && back.atTheDoor > 0 ? [t("roster.cancelDoor", { amount: money(back.atTheDoor) })] : []),
    ...(paid && order.isError ? [t("roster.cancelPaid")] : []),
  ];
  return (
    <>
      <Button
        variant="default"
        size="compact-md"
        aria-label={t("roster.cancelOf", { name })}
        onClick={() => {
          announce(null);
          setAsking(true);
        }}
      >
        {t("roster.cancel")}
      </Button>
      {asking ? (
        <ReasonDialog
          title={t("roster.cancelTitle", { name })}
          text={text.join(" ")}
          hint={t("roster.cancelHint")}
          longest={200}
          confirmText={t("roster.cancel")}
          busy={cancel.isPending || order.isLoading}
          problem={cancel.error}
          onConfirm={(reason) => cancel.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
