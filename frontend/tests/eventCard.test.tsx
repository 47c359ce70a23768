import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { EventCard } from "@/features/events/EventCard";
import type { ListedEvent, Session } from "@/shared/api/types";
import { openAt } from "./page";
import { HATHA, MORNING } from "./people";

const NOW = new Date("2099-12-01T00:00:00Z");
const onDay = (day: number, left: number, status = "scheduled"): Session => ({
  ...MORNING,
  id: day,
  start_time: `2099-12-${day}T01:30:00+00:00`,
  end_time: `2099-12-${day}T03:00:00+00:00`,
  seats_left: left,
  status,
});

test.each<[string, Session[], string, string | RegExp]>([
  ["the next one", [onDay(12, 2), onDay(13, 10)], "2099-12-12", "Only 2 places left"],
  [
    "the next one, and the first with places",
    [onDay(12, 0), onDay(13, 5)],
    "2099-12-12",
    /^Places left on .*13 Dec/,
  ],
  ["none that is cancelled", [onDay(12, 9, "cancelled"), onDay(13, 5)], "2099-12-13", "5 places left"],
  ["the next one if all are full", [onDay(12, 0), onDay(13, 0)], "2099-12-12", "Full"],
])("a card shows the date of one session and its places: %s", async (_, sessions, day, places) => {
  const event: ListedEvent = { ...HATHA, seats_left: 10, sessions };
  await openAt("/", [{ path: "/", element: <EventCard event={event} now={NOW} /> }]);
  const times = screen.getAllByRole("time").map((time) => time.getAttribute("datetime")?.slice(0, 10));
  expect(new Set(times)).toEqual(new Set([day]));
  screen.getByText(places);
});
