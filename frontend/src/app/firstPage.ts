import type { QueryClient } from "@tanstack/react-query";
import { eventQuery, eventsQuery } from "@/features/events/eventQueries";
import { loadEventPage } from "@/features/events/loadEventPage";

export const LONGEST_MS = 2000;

/**
 * Loads what Discover or an event's page shows first. Until then index.html shows its title and its picture: without
 * this, they would give way to an empty page and come back.
 */
export async function loadFirstPage(client: QueryClient): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_MS));
  // What fails here is loaded again by its page, which says so if it fails there too.
  await Promise.race([loading(client).catch(() => undefined), late]);
}

async function loading(client: QueryClient): Promise<void> {
  const { pathname, search } = window.location;
  const event = /^\/e\/(?:[^/]*-)?(\d{1,15})$/.exec(pathname);
  if (event) await Promise.all([loadEventPage(), begunEvent(client, Number(event[1]))]);
  else if (pathname === "/" && search === "")
    await client.prefetchInfiniteQuery(eventsQuery({ status: "bookable" }));
}

/** An event with many sessions is shown with the first of them. */
function begunEvent(client: QueryClient, eventId: number): Promise<void> {
  return new Promise((resolve) => {
    void client.prefetchQuery(eventQuery(eventId, resolve)).then(resolve);
  });
}
