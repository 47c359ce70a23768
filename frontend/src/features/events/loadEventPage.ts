/** Loads the code of an event's page. Links call it when a pointer or the focus reaches them, so that it opens at once. */
export const loadEventPage = () => import("./EventPage");
