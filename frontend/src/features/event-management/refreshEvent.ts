import type { QueryClient } from "@tanstack/react-query";

/** After a change: the event is read anew before its page shows; lists follow when they are looked at. */
export async function refreshEvent(queryClient: QueryClient, eventId: number): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: ["event-management"] });
  void queryClient.invalidateQueries({ queryKey: ["sessions"] });
  void queryClient.invalidateQueries({ queryKey: ["events", "pages"] });
  void queryClient.invalidateQueries({ queryKey: ["events", "one", eventId] });
  await queryClient.invalidateQueries({ queryKey: ["events", "own", eventId] });
}
