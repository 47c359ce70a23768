import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useNavigate } from "react-router";
import { bookingIntent, bookingKeys, isDefinite, tellOtherTabs } from "@/features/bookings";
import { paymentKeys } from "@/features/payments";
import { mainApi } from "@/shared/api/mainApi";
import { newKey } from "@/shared/api/newKey";
import { dataOf } from "@/shared/api/problem";
import type { Booking, Session } from "@/shared/api/types";
import { eventKeys } from "./eventQueries";

type Target = Pick<Session, "id" | "offer_version">;

/** Moves a booking to another session, then shows the new booking. */
export function useMove(booking: Booking) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  // Without a clear response the next attempt sends the same key, so that it gets the response of the first.
  const attempt = useRef({ target: "", key: "" });
  return useMutation({
    mutationFn: async ({ id, offer_version }: Target) => {
      const target = `${id} ${offer_version}`;
      if (attempt.current.target !== target) attempt.current = { target, key: newKey() };
      const { booking: moved } = await dataOf(
        mainApi.POST("/bookings/{booking_id}/move", {
          params: { path: { booking_id: booking.id } },
          body: { session_id: id, offer_version },
          headers: { "Idempotency-Key": attempt.current.key },
        }),
      );
      return moved;
    },
    onSuccess: (moved) => {
      // The key of an attempt without a response would get an older booking again, instead of a new one.
      for (const { session_id } of [booking, moved]) bookingIntent.clear(session_id);
      queryClient.setQueryData(bookingKeys.one(moved.id), moved);
      tellOtherTabs();
      for (const queryKey of [bookingKeys.all, eventKeys.all, paymentKeys.orders])
        void queryClient.invalidateQueries({ queryKey });
      void navigate(`/my-bookings/${moved.id}`, { state: { fresh: true, moved: true } });
    },
    onError: (problem) => {
      if (!isDefinite(problem)) return;
      attempt.current = { target: "", key: "" };
      for (const queryKey of [bookingKeys.all, eventKeys.all])
        void queryClient.invalidateQueries({ queryKey });
    },
  });
}
