import { QueryClient } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, test } from "vitest";
import { DiscoverPage } from "@/features/events/DiscoverPage";
import { EventPage } from "@/features/events/EventPage";
import { monthQuery } from "@/features/events/eventQueries";
import { applyPlaces } from "@/features/events/useLivePlaces";
import type { Session } from "@/shared/api/types";
import { daysOf } from "@/shared/time/sessionTime";
import { openAt } from "./page";
import { HATHA, MORNING } from "./people";
import { ORIGIN, server } from "./server";

/** From Friday evening to Sunday afternoon, in Rishikesh. */
const RETREAT = {
  ...MORNING,
  start_time: "2099-12-11T12:30:00+00:00",
  end_time: "2099-12-13T09:30:00+00:00",
};
const PAGE = { page: 1, per_page: 100, total: 1, pages: 1, has_next: false, has_prev: false };
const ROUTES = [
  { path: "/", element: <DiscoverPage /> },
  { path: "/e/:slug", element: <EventPage /> },
];
const MONTH = "?view=calendar&kind=class&month=2099-12";

beforeEach(() => {
  server.use(
    http.get(`${ORIGIN}/live/:stream`, () => new HttpResponse(null, { status: 503 })),
    http.get(`${ORIGIN}/sessions`, () => HttpResponse.json({ sessions: [RETREAT], pagination: PAGE })),
    http.get(`${ORIGIN}/events`, () => HttpResponse.json({ events: [HATHA], pagination: PAGE })),
    http.get(`${ORIGIN}/events/price-ranges`, () => HttpResponse.json({ ranges: [] })),
    http.get(`${ORIGIN}/events/4`, () => HttpResponse.json({ event: HATHA })),
  );
});

test("a guest sees a retreat of three days on each of them in the calendar", async () => {
  await openAt(`/${MONTH}`, ROUTES);
  const day = (name: string) => screen.queryByRole("button", { name: `${name} December: 1 session` });
  await screen.findByRole("button", { name: "Friday 11 December: 1 session" });
  expect(day("Saturday 12")).toBeVisible();
  expect(day("Sunday 13")).toBeVisible();
  expect(day("Monday 14")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Sunday 13 December: 1 session" }));
  expect(screen.getByRole("link", { name: "Morning Hatha" })).toBeVisible();
});

test("a session that ends at midnight is on one day only", () => {
  const evening = { ...MORNING, start_time: "2099-12-12T14:30:00Z", end_time: "2099-12-12T18:30:00Z" };
  expect(daysOf(evening, "Asia/Kolkata")).toEqual(["2099-12-12"]);
});

test("a place that is taken while the calendar is open is gone there too", () => {
  const queryClient = new QueryClient();
  const key = monthQuery({}).queryKey;
  queryClient.setQueryData<Session[]>(key, [RETREAT]);
  applyPlaces(queryClient, { ...RETREAT, session_id: RETREAT.id, seats_left: 9, seats_taken: 3 });
  expect(queryClient.getQueryData<Session[]>(key)?.[0]?.seats_left).toBe(9);
});

describe("from an event, a guest comes back to the list with the filters they had", () => {
  test.each([
    ["the list", "?kind=class"],
    ["the calendar", MONTH],
  ])("from %s", async (_, search) => {
    const router = await openAt(`/${search}`, ROUTES);
    await userEvent.click(await screen.findByRole("link", { name: "Morning Hatha" }));
    await userEvent.click(await screen.findByRole("link", { name: "All events" }));
    expect(router.state.location.search).toBe(search);
  });
});
