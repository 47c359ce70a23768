import type { ComponentType } from "react";

let loaded: ComponentType | undefined;

export async function loadEventPage(): Promise<ComponentType> {
  loaded = (await import("./EventPage")).EventPage;
  return loaded;
}

/** The page, if its code has been loaded. */
export const loadedEventPage = () => loaded;

/** Loads the code of an event's page when a pointer or the focus reaches a link to it, so that it opens at once. */
export function prepareEventPage(): void {
  // Without a connection the page itself says so when it is opened.
  loadEventPage().catch(() => undefined);
}
