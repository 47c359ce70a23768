import { type ComponentType, lazy, useState } from "react";
import { loadEventPage, loadedEventPage } from "@/features/events/loadEventPage";

const LazyEventPage = lazy(async () => ({ default: await loadEventPage() }));

/** An event's page. If its code is there already it is shown at once: not even a lazy component's moment of nothing. */
export function EventRoute() {
  const [Page] = useState<ComponentType>(() => loadedEventPage() ?? LazyEventPage);
  return <Page />;
}
