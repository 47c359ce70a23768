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

test("cancelling tells other tabs, and forgets the key of an attempt without a response", async () => {
  server.use(
    http.post(`${ORIGIN}/bookings/cancel/21`, () =>
      HttpResponse.json({ message: "ok", booking: { ...MIRAS_PLACE, status: "cancelled" } }),
    ),
  );
  const otherTab = new BroadcastChannel("samaya-bookings");
  const told = new Promise((resolve) => otherTab.addEventListener("message", resolve, { once: true }));
  bookingIntent.start(MORNING.id, offerOf(MORNING));
  const { result } = renderHook(() => useBookingChange(MIRAS_PLACE), {
    wrapper: ({ children }) => (
      <QueryClientProvider client={createQueryClient()}>{children}</QueryClientProvider>
    ),
  });
  act(() => result.current.act("cancel"));
  await waitFor(() => expect(result.current.done).toBe("cancel"));
  // The key would get the old booking again.
  expect(bookingIntent.pending(MORNING.id)).toBeNull();
  await told;
});
