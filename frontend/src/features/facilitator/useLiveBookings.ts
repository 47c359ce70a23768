import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { crmApi } from "@/shared/api/crmApi";
import type { LiveState } from "@/shared/live/eventStream";
import { personalStreams } from "@/shared/live/personalStreams";
import { refresher } from "@/shared/live/refresher";
import { MOVED } from "@/shared/movedReason";
import { facilitatorKeys } from "./facilitatorQueries";

export type Arrival = {
  bookingId: number;
  action: "created" | "cancelled" | "moved" | "reactivated" | "updated";
  name: string;
  event: string;
};

const ACTIONS = ["created", "cancelled", "reactivated", "updated"] as const;
const streamFor = personalStreams(
  "samaya-crm",
  async () => `${(await crmApi()).address}/notifications/stream`,
);

/**
 * Milliseconds that a change may need until requests return it. It is more than that, and costs one reload too many
 * right after a change.
 */
const OVERLAP = 5000;

/** The stream's state, the latest change, and the bookings that changed while the page was open. */
export function useLiveBookings(facilitatorId: number) {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<LiveState>("connecting");
  const [latest, setLatest] = useState<Arrival | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  // Null if another page has asked before.
  const [firstAsked] = useState(() => {
    const known = queryClient.getQueryCache().findAll({ queryKey: facilitatorKeys.all(facilitatorId) });
    return known.length === 0 ? performance.now() : null;
  });
  useEffect(() => {
    const refresh = refresher(queryClient, facilitatorKeys.all(facilitatorId));
    // A booking may change after the page's requests were answered and before the stream begins, which then sends no
    // event. The stream's first event says how long nothing has changed: if longer than this page is open, nothing was
    // missed. A tab that listens to another tab's open stream gets no first event; it listens before it asks.
    let first = firstAsked;
    return streamFor(facilitatorId).listen({
      onState: (state) => {
        setLive(state);
        if (state === "waiting") first = null;
        if (state === "live" && first === null) void refresh();
      },
      onEvent: ({ type, data }) => {
        if (type === "ready" && first !== null) {
          const { quiet } = JSON.parse(data) as { quiet?: number | null };
          const open = performance.now() - first + OVERLAP;
          // Without `quiet`, an older release of the CRM.
          if (quiet === undefined || (quiet !== null && quiet * 1000 <= open)) void refresh();
          return;
        }
        const arrival = readArrival(data);
        if (arrival === null) return;
        setLatest(arrival);
        setFresh((known) => new Set(known).add(arrival.bookingId));
        void refresh();
      },
    });
  }, [facilitatorId, queryClient, firstAsked]);
  return { live, latest, fresh };
}

/** The change of a booking that an event describes; null for other events, such as general notifications. */
export function readArrival(text: string): Arrival | null {
  const { data } = JSON.parse(text) as {
    data?: {
      booking_id?: number;
      action?: string;
      user?: { name?: string } | string;
      event?: { title?: string } | string;
      additional_data?: { state?: string; reason?: string };
    };
  };
  if (!data?.booking_id) return null;
  const { user, event } = data;
  // What comes after a cancellation is about its money: the booking stays cancelled.
  const { state, reason } = data.additional_data ?? {};
  const ended = state === "cancelled" || state === "refunded";
  return {
    bookingId: data.booking_id,
    action: ended
      ? reason === MOVED
        ? "moved"
        : "cancelled"
      : (ACTIONS.find((action) => action === data.action) ?? "created"),
    name: (typeof user === "string" ? user : user?.name) ?? "",
    event: (typeof event === "string" ? event : event?.title) ?? "",
  };
}
