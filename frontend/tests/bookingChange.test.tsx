import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { createQueryClient } from "@/app/queryClient";
import { bookingIntent } from "@/features/bookings/bookingIntent";
import { offerOf } from "@/features/bookings/offer";
import { useBookingChange } from "@/features/bookings/useBookingChange";
import { MIRAS_PLACE, MORNING } from "./people";
import { ORIGIN, server } from "./server";

test("cancelling forgets the key of an attempt that got no response: it would get the old booking again", async () => {
  server.use(
    http.post(`${ORIGIN}/bookings/cancel/21`, () =>
      HttpResponse.json({ message: "ok", booking: { ...MIRAS_PLACE, status: "cancelled" } }),
    ),
  );
  bookingIntent.start(MORNING.id, offerOf(MORNING));
  const { result } = renderHook(() => useBookingChange(MIRAS_PLACE), {
    wrapper: ({ children }) => (
      <QueryClientProvider client={createQueryClient()}>{children}</QueryClientProvider>
    ),
  });
  act(() => result.current.act("cancel"));
  await waitFor(() => expect(result.current.done).toBe("cancel"));
  expect(bookingIntent.pending(MORNING.id)).toBeNull();
});
