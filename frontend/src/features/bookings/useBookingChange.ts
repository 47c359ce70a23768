import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";
import type { Booking } from "@/shared/api/types";
import { bookingIntent, newKey } from "./bookingIntent";

export type Step = "cancel" | "reactivate";
export type BookingChange = {
  /** The last change made on this page. */
  done: Step | null;
  busy: boolean;
  problem: unknown;
  act: (step: Step) => void;
};

/** Cancels and rebooks, one change at a time, and refreshes every list that shows the booking. */
export function useBookingChange(booking: Booking): BookingChange {
  const queryClient = useQueryClient();
  const [done, setDone] = useState<Step | null>(null);
  const change = useMutation({
    mutationFn: (step: Step) => {
      const options = {
        params: { path: { booking_id: booking.id } },
        headers: { "Idempotency-Key": newKey() },
      };
      return dataOf(
        step === "cancel"
          ? mainApi.POST("/bookings/cancel/{booking_id}", options)
          : mainApi.POST("/bookings/reactivate/{booking_id}", options),
      );
    },
    onSuccess: ({ booking: changed }, step) => {
      // The key of an attempt without a response would get this booking again, instead of a new one.
      bookingIntent.clear(booking.session_id);
      queryClient.setQueryData(["bookings", "one", booking.id], changed);
      setDone(step);
      for (const part of ["mine", "by-session", "timeline"]) {
        void queryClient.invalidateQueries({ queryKey: ["bookings", part] });
      }
      void queryClient.invalidateQueries({ queryKey: ["events"] });
    },
  });
  const act = (step: Step) => {
    if (!change.isPending) change.mutate(step);
  };
  return { done, busy: change.isPending, problem: change.error, act };
}
