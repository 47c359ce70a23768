import type { QueryClient } from "@tanstack/react-query";
import { eventKeys } from "@/features/events";
import { bookingKeys } from "./bookingQueries";

/** One channel for sending and receiving, so that a tab does not hear itself. */
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("samaya-bookings");

/** Tells the other tabs of this browser that a booking was made or changed. */
export function tellOtherTabs(): void {
  tabs?.postMessage("changed");
}

/** Reloads what shows bookings when another tab changed one. Returns a function that stops. */
export function followOtherTabs(queryClient: QueryClient): () => void {
  const refresh = () => {
    for (const queryKey of [bookingKeys.all, eventKeys.all]) void queryClient.invalidateQueries({ queryKey });
  };
  tabs?.addEventListener("message", refresh);
  return () => tabs?.removeEventListener("message", refresh);
}
