import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { auth } from "@/shared/auth/auth";
import type { LiveState } from "@/shared/live/eventStream";
import { refresher } from "@/shared/live/refresher";
import { SharedStream } from "@/shared/live/sharedStream";
import { latestQuery, NOTIFICATIONS } from "./notificationQueries";

type News = { unread: number; latest: { id: number; title: string } | null };

const streams = new Map<number, SharedStream>();

/** One stream for each person: a tab of another person must not share it. */
function streamFor(userId: number): SharedStream {
  const stream =
    streams.get(userId) ??
    new SharedStream(`samaya-notifications-${userId}`, async (lastEventId, signal) => {
      const token = await auth.currentToken();
      if (token === null) return null;
      return fetch("/live/notifications", {
        signal,
        cache: "no-store",
        headers: {
          Accept: "text/event-stream",
          Authorization: `Bearer ${token}`,
          ...(lastEventId ? { "Last-Event-ID": lastEventId } : {}),
        },
      });
    });
  streams.set(userId, stream);
  return stream;
}

/** Keeps the bell up to date. `arrived` is the title of the newest notification, for screen readers. */
export function useLiveNotifications(userId: number): { live: LiveState; arrived: string } {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<LiveState>("connecting");
  const [arrived, setArrived] = useState("");
  useEffect(() => {
    const refresh = refresher(queryClient, NOTIFICATIONS);
    let disconnected = false;
    return streamFor(userId).listen({
      onState: (state) => {
        setLive(state);
        if (state === "live" && disconnected) void refresh();
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
        void refresh();
      },
    });
  }, [userId, queryClient]);
  return { live, arrived };
}
