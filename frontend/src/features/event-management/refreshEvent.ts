import type { QueryClient } from "@tanstack/react-query";

/** Reloads an event after a change. Lists are reloaded when they are shown next. */
export async function refreshEvent(queryClient: QueryClient, eventId: number): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: ["event-management"] });
  void queryClient.invalidateQueries({ queryKey: ["sessions"] });
  void queryClient.invalidateQueries({ queryKey: ["events", "pages"] });
  void queryClient.invalidateQueries({ queryKey: ["events", "one", eventId] });
  await queryClient.invalidateQueries({ queryKey: ["events", "own", eventId] });
}
