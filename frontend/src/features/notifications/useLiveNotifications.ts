import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { bookingKeys } from "@/features/bookings";
import type { LiveState } from "@/shared/live/eventStream";
import { ownStream } from "@/shared/live/ownStream";
import { refresher } from "@/shared/live/refresher";
import { latestQuery, notificationKeys } from "./notificationQueries";

type News = { unread: number; latest: { id: number; title: string } | null };

/** Keeps the bell up to date. `arrived` is the title of the newest notification, for screen readers. */
export function useLiveNotifications(userId: number): { live: LiveState; arrived: string } {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<LiveState>("connecting");
  const [arrived, setArrived] = useState("");
  useEffect(() => {
    // News is about bookings: the facilitator may have moved a session that a page shows.
    const refreshes = [refresher(queryClient, notificationKeys.all), refresher(queryClient, bookingKeys.all)];
    const refresh = () => {
      for (const each of refreshes) void each();
    };
    let disconnected = false;
    return ownStream(userId).listen({
      onState: (state) => {
        setLive(state);
        if (state === "live" && disconnected) refresh();
        disconnected = state === "waiting";
      },
      onEvent: (event) => {
        if (event.type !== "notifications") return;
        const { unread, latest } = JSON.parse(event.data) as News;
        const known = queryClient.getQueryData(latestQuery.queryKey);
        if (
          known &&
          latest &&
          unread > known.unread &&
          !known.notifications.some(({ id }) => id === latest.id)
        )
          setArrived(latest.title);
        queryClient.setQueryData(latestQuery.queryKey, (page) => page && { ...page, unread });
        refresh();
      },
    });
  }, [userId, queryClient]);
  return { live, arrived };
}
