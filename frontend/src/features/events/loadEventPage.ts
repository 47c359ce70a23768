export const loadEventPage = () => import("./EventPage");

/** Loads the code of an event's page when a pointer or the focus reaches a link to it, so that it opens at once. */
export function prepareEventPage(): void {
  // Without a connection the page itself says so when it is opened.
  loadEventPage().catch(() => undefined);
}
