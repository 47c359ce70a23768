import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { eventKeys } from "@/features/events";
import { paymentKeys } from "@/features/payments";
import { mainApi } from "@/shared/api/mainApi";
import { newKey } from "@/shared/api/newKey";
import { dataOf } from "@/shared/api/problem";
import type { Booking } from "@/shared/api/types";
import { bookingIntent } from "./bookingIntent";
import { bookingKeys } from "./bookingQueries";
import { tellOtherTabs } from "./bookingTabs";
import { changedOffer, type Offer } from "./offer";

export type Step = "cancel" | "reactivate";
export type BookingChange = {
  /** The last change made on this page. */
  done: Step | null;
  /** What was tried last, also if it failed. */
  lastStep: Step | undefined;
  busy: boolean;
  problem: unknown;
  act: (step: Step) => void;
  /** The session was changed before it could be rebooked. */
  changed: Offer | null;
  rebookAnyway: () => void;
  leave: () => void;
};

/** Cancels and rebooks, one change at a time, and refreshes every list that shows the booking. */
export function useBookingChange(booking: Booking): BookingChange {
  const queryClient = useQueryClient();
  const [done, setDone] = useState<Step | null>(null);
  const change = useMutation({
    mutationFn: ({ step, version }: { step: Step; version: number }) => {
      const options = {
        params: { path: { booking_id: booking.id } },
        headers: { "Idempotency-Key": newKey() },
      };
      return dataOf(
        step === "cancel"
          ? mainApi.POST("/bookings/cancel/{booking_id}", options)
          : mainApi.POST("/bookings/reactivate/{booking_id}", {
              ...options,
              body: { offer_version: version },
            }),
      );
    },
    onSuccess: ({ booking: changed }, { step }) => {
      // The key of an attempt without a response would get this booking again, instead of a new one.
      bookingIntent.clear(booking.session_id);
      queryClient.setQueryData(bookingKeys.one(booking.id), changed);
      setDone(step);
      tellOtherTabs();
      for (const queryKey of [
        bookingKeys.lists,
        bookingKeys.bySession,
        bookingKeys.timelines,
        paymentKeys.orders,
      ])
        void queryClient.invalidateQueries({ queryKey });
      void queryClient.invalidateQueries({ queryKey: eventKeys.all });
    },
  });
  const act = (step: Step, version = booking.session_offer_version) => {
    if (!change.isPending) change.mutate({ step, version });
  };
  const changed = changedOffer(change.error);
  return {
    done,
    lastStep: change.variables?.step,
    busy: change.isPending,
    problem: changed ? null : change.error,
    act: (step) => act(step),
    changed,
    rebookAnyway: () => {
      if (changed) act("reactivate", changed.offer_version);
    },
    leave: () => change.reset(),
  };
}
