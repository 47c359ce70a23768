import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { delay, HttpResponse, http } from "msw";
import { afterEach, expect, test } from "vitest";
import { EventPage } from "@/features/events/EventPage";
import type { Event, Session } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, HATHA, MIRA, MIRAS_PLACE, MORNING, NO_EVENTS } from "./people";
import { ORIGIN, server } from "./server";

const ENDED: Session = { ...MORNING, start_time: "2020-01-01T06:00:00Z", end_time: "2020-01-01T07:00:00Z" };
const FULL: Session = { ...MORNING, seats_left: 0, seats_taken: 12 };
const CANCELLED: Session = { ...MORNING, status: "cancelled" };

async function open(event: Partial<Event>) {
  server.use(
    http.get(`${ORIGIN}/live/:stream`, () => new HttpResponse(null, { status: 503 })),
    http.get(`${ORIGIN}/events/4`, async ({ request }) => {
      // Later pages never come.
      if (new URL(request.url).searchParams.has("page")) await delay("infinite");
      return HttpResponse.json({ event: { ...HATHA, ...event } });
    }),
    http.get(`${ORIGIN}/events`, () => HttpResponse.json(NO_EVENTS)),
  );
  await openAt("/e/4", [{ path: "/e/:slug", element: <EventPage /> }]);
  await screen.findByRole("heading", { level: 1, name: "Morning Hatha" });
}

afterEach(() => auth.signOut());

const choose = () => screen.queryByRole("heading", { name: "Choose your session" });
const charged = () => screen.queryByText(/Nothing is charged/);

test("a guest chooses among sessions that can be booked, and reads how to pay", async () => {
  await open({ sessions: [MORNING, { ...MORNING, id: 12 }] });
  expect(choose()).toBeVisible();
  expect(charged()).toBeVisible();
});

test("of an event with one date, a guest is not asked to choose", async () => {
  await open({ sessions: [MORNING] });
  expect(screen.getByRole("heading", { name: "When" })).toBeVisible();
  expect(choose()).toBeNull();
});

test("without sessions, a guest is not asked to choose one", async () => {
  await open({ sessions: [ENDED] });
  expect(screen.getByRole("heading", { name: "No upcoming sessions" })).toBeVisible();
  expect(choose()).toBeNull();
});

test("under a full session nothing is said about paying, and above it nothing about choosing", async () => {
  await open({ sessions: [FULL, { ...FULL, id: 12 }] });
  expect(screen.getByText(/All places are taken/)).toBeVisible();
  expect(charged()).toBeNull();
  expect(choose()).toBeNull();
});

test("the page of a cancelled event says so, and promises no new dates", async () => {
  await open({ status: "cancelled", sessions: [{ ...ENDED, status: "cancelled" }] });
  expect(screen.getByText("This event was cancelled and can no longer be booked.")).toBeVisible();
  expect(screen.queryByText(/New dates will appear here/)).toBeNull();
  expect(screen.getByRole("link", { name: "See what's coming up" })).toBeVisible();
});

test("of an event whose sessions are all cancelled, none can be chosen", async () => {
  await open({ sessions: [CANCELLED, { ...CANCELLED, id: 12 }] });
  expect(screen.getAllByText("Cancelled")[0]).toBeVisible();
  expect(choose()).toBeNull();
});

const onDay = (id: number, month: string, seats_left = 10): Session => ({
  ...MORNING,
  id,
  seats_left,
  start_time: `2099-${month}-${10 + id}T06:00:00+00:00`,
  end_time: `2099-${month}-${10 + id}T07:00:00+00:00`,
});

test("of many dates a month is shown at a time, beginning with the first that has places", async () => {
  const sessions = [1, 2, 3, 4, 5].flatMap((id) => [onDay(id, "01", 0), onDay(id + 10, "02")]);
  await open({ sessions: sessions.toSorted((one, other) => one.start_time.localeCompare(other.start_time)) });
  expect(screen.getByText("February 2099")).toBeVisible();
  expect(screen.getAllByRole("radio")).toHaveLength(5);
  expect(screen.getAllByRole("radio")[0]).toBeChecked();
  await userEvent.click(screen.getByRole("button", { name: "Previous month" }));
  expect(screen.getByText("January 2099")).toBeVisible();
  expect(screen.getAllByRole("radio")).toHaveLength(5);
  await userEvent.click(screen.getAllByRole("radio")[0] as HTMLElement);
  expect(screen.queryByRole("button", { name: /^Book/ })).toBeNull();
  expect(screen.getByText(/All places are taken/)).toBeVisible();
});

test("of very many dates the next one can be booked while the others are still on their way", async () => {
  const pages = { ...HATHA.sessions_pagination, total: 365, pages: 4, has_next: true };
  await open({ sessions: [ENDED], next_session: onDay(2, "01"), sessions_pagination: pages });
  expect(screen.getAllByRole("radio")).toHaveLength(1);
  expect(screen.getByRole("button", { name: /^Book/ })).toBeVisible();
});

test("a place that is held is not called booked: it says until when to pay, and where", async () => {
  const held = { ...MIRAS_PLACE, session_id: 2, status: "held", held_until: "2099-01-01T10:56:00Z" };
  const one = { page: 1, per_page: 100, total: 1, pages: 1, has_next: false, has_prev: false };
  server.use(
    http.get(`${ORIGIN}/bookings/my-bookings`, () =>
      HttpResponse.json({ bookings: [held], pagination: one }),
    ),
  );
  auth.signIn({ access_token: accessToken(), user: MIRA });
  await open({ sessions: [onDay(1, "02"), onDay(2, "02")] });
  expect(await screen.findByText(/^Held for you until \d\d:56/)).toBeVisible();
  expect(screen.getByRole("link", { name: "Pay now" })).toHaveAttribute("href", "/pay/21");
  expect(screen.getAllByRole("radio")[1]).toBeChecked();
  expect(screen.queryByText("You're booked")).toBeNull();
  expect(screen.queryByRole("button", { name: /^Book/ })).toBeNull();
});
