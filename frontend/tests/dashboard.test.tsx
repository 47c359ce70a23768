import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OwnEvent } from "@/features/event-management/eventManagementApi";
import { OwnEventRow } from "@/features/event-management/OwnEventRow";
import { DashboardPage } from "@/features/facilitator/DashboardPage";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, HATHA, MIRA, MORNING } from "./people";
import { ORIGIN, server } from "./server";

const PRIYA = {
  ...MIRA,
  id: 1,
  name: "Priya Sharma",
  role: "facilitator" as const,
  roles: ["user", "facilitator"],
};
const OWN = `${ORIGIN}/api/facilitator/1`;
const PAGE = { page: 1, per_page: 20, total: 0, pages: 0, has_next: false, has_prev: false };
const session = (id: number) => ({
  session_id: id,
  title: `Class ${id}`,
  event_id: [0, 4, 4, 4, 4, 4, 5, 5, 5, 6][id] ?? 4,
  event_title: `Class ${id}`,
  start_time: MORNING.start_time,
  end_time: MORNING.end_time,
  time_zone: MORNING.time_zone,
  location: "Rishikesh",
  capacity: 14,
  status: "scheduled",
  booked: 2,
  cancelled: 0,
  occupancy: 0.1429,
});

beforeEach(() => {
  auth.signIn({ access_token: accessToken(), user: PRIYA });
  const sessions = Array.from({ length: 9 }, (_, index) => session(index + 1));
  const figures = {
    days: [],
    ahead: { sessions: 9, booked: 18, capacity: 126 },
    occupancy: sessions,
    money: [],
  };
  server.use(
    http.get(`${ORIGIN}/auth/portrait`, () => HttpResponse.json({ portrait: null })),
    http.get(`${ORIGIN}/notifications/stream`, () => new HttpResponse(null, { status: 503 })),
    http.get(`${OWN}/sessions`, () =>
      HttpResponse.json({ sessions, pagination: { ...PAGE, total: 9, pages: 1 }, stale: false }),
    ),
    http.get(`${OWN}/statistics`, () => HttpResponse.json({ ...figures, stale: false })),
    http.get(`${OWN}/unread`, () => HttpResponse.json({ unread: 0, up_to: 0, latest: 0 })),
    http.get(`${OWN}/bookings`, () => HttpResponse.json({ bookings: [], pagination: PAGE })),
    http.get(`${ORIGIN}/sessions`, () => HttpResponse.json({ sessions: [], pagination: PAGE })),
  );
});
afterEach(() => auth.signOut());

const openDashboard = () => openAt("/facilitator", [{ path: "/facilitator", element: <DashboardPage /> }]);

test("Priya, told of 9 upcoming sessions, sees 5 of 9, two of each event, and can show all", async () => {
  await openDashboard();
  expect(await screen.findByText("5 of 9")).toBeVisible();
  expect(screen.queryByRole("link", { name: /^Class 3/ })).toBeNull();
  expect(screen.getByRole("link", { name: /^Class 9/ })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Show all 9" }));
  expect(screen.getByRole("link", { name: /^Class 3/ })).toBeVisible();
  expect(screen.queryByText(/of 9/)).toBeNull();
});

test("Priya sees which sessions are not decided yet, and what they lack", async () => {
  const undecided = {
    ...MORNING,
    event_title: "Night Sit",
    start_time: "2099-05-01T07:00:00+05:30",
    decide_at: "2099-04-28T07:00:00+05:30",
    run_state: "undecided",
    min_places: 5,
    seats_taken: 3,
  };
  const decided = { ...undecided, id: 77, event_title: "Dawn Sit", run_state: "confirmed" };
  server.use(
    http.get(`${ORIGIN}/sessions`, () =>
      HttpResponse.json({ sessions: [undecided, decided], pagination: PAGE }),
    ),
  );
  await openDashboard();
  expect(await screen.findByRole("link", { name: /^Night Sit/ })).toBeVisible();
  expect(screen.getByText(/runs if 2 more people book by Tue 28 Apr/)).toBeVisible();
  expect(screen.queryByText(/Dawn Sit/)).toBeNull();
});

test("the upcoming sessions come before the bookings, as a phone shows them", async () => {
  await openDashboard();
  const ahead = await screen.findByRole("heading", { name: "Upcoming sessions" });
  const bookings = await screen.findByRole("heading", { name: "Bookings" });
  expect(ahead.compareDocumentPosition(bookings)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

const guestBooking = (changes: object) => ({
  booking_id: 7,
  facilitator_id: 1,
  version: 3,
  status: "booked",
  places: 1,
  user_id: 9,
  user_name: "Alice",
  user_email: "alice@example.com",
  event_id: 4,
  event_title: "Class 1",
  event_start: null,
  session_id: 1,
  session_title: "Class 1",
  session_start: null,
  session_end: null,
  session_time_zone: null,
  session_location: null,
  session_capacity: 14,
  booked_at: MORNING.start_time,
  cancelled_at: null,
  updated_at: MORNING.start_time,
  payment_id: null,
  payment_status: "pending",
  payment_provider: null,
  payment_method: null,
  amount_paid: 0,
  currency: "EUR",
  total_cents: 3900,
  refunded_cents: 0,
  refund_id: null,
  refund_status: null,
  refunded_at: null,
  note: null,
  ...changes,
});

test.each([
  [{}, "€39 to pay"],
  [{ amount_paid: 3900 }, "Paid €39"],
  [{ amount_paid: 3900, payment_method: "card" }, "Paid €39 (card at the door)"],
  [{ amount_paid: 3900, refunded_cents: 2000, refund_status: "processed" }, "Paid €39 · Refunded €20"],
  [
    { amount_paid: 3900, refunded_cents: 3900, refund_status: "initiated", status: "cancelled" },
    "Paid €39 · Refund of €39 on its way",
  ],
  [{ amount_paid: 1900 }, "Paid €19 · €20 to pay"],
])("Priya reads what Alice paid: %o", async (changes, words) => {
  server.use(
    http.get(`${OWN}/bookings`, () =>
      HttpResponse.json({
        bookings: [guestBooking(changes)],
        pagination: { ...PAGE, total: 1, pages: 1 },
      }),
    ),
  );
  await openDashboard();
  expect(await screen.findByText(words)).toBeVisible();
});

test("Alice's cancelled booking, never paid, asks for no money", async () => {
  server.use(
    http.get(`${OWN}/bookings`, () =>
      HttpResponse.json({
        bookings: [guestBooking({ status: "cancelled" })],
        pagination: { ...PAGE, total: 1, pages: 1 },
      }),
    ),
  );
  await openDashboard();
  expect(await screen.findByText("Alice")).toBeVisible();
  expect(screen.queryByText(/to pay/)).toBeNull();
});

test("euros and yen stand side by side on Priya's dashboard, never added", async () => {
  const money = [
    { currency: "EUR", paid_cents: 123450, refunded_cents: 2000 },
    { currency: "JPY", paid_cents: 5000, refunded_cents: 0 },
  ];
  const ahead = { sessions: 0, booked: 0, capacity: 0 };
  server.use(
    http.get(`${OWN}/statistics`, () =>
      HttpResponse.json({ days: [], ahead, occupancy: [], money, stale: false }),
    ),
  );
  await openDashboard();
  expect(await screen.findByText("€1,234.50")).toBeVisible();
  expect(screen.getByText("€20 refunded")).toBeVisible();
  expect(screen.getByText("¥5,000")).toBeVisible();
});

const next = { ...MORNING, capacity: 14, seats_taken: 2, bookings: { booked: 2, cancelled: 0 } };
const openRow = (event: Partial<OwnEvent>) => {
  const own = { ...HATHA, bookings: { booked: 30, cancelled: 0 }, sessions: [next], ...event };
  return openAt("/", [{ path: "/", element: <OwnEventRow event={own} /> }]);
};

test("of an event with four sessions, Priya reads that the places are those of the next one", async () => {
  await openRow({ sessions_total: 4 });
  expect(screen.getByText("4 sessions")).toBeVisible();
  expect(screen.getByText("Next session").parentElement).toHaveTextContent("2 of 14 places taken");
});

test("of several sessions that are over, the places of one are not shown", async () => {
  await openRow({ sessions_total: 4, sessions: [{ ...next, end_time: "2020-01-01T07:00:00Z" }] });
  expect(screen.queryByText(/places taken/)).toBeNull();
});

test("an event with one session shows the places of it, without more words", async () => {
  await openRow({ sessions_total: 1 });
  expect(screen.getByText("2 of 14 places taken")).toBeVisible();
  expect(screen.queryByText("Next session")).toBeNull();
});

function isNew() {
  const none = { pagination: PAGE, stale: false };
  const figures = { days: [], ahead: { sessions: 0, booked: 0, capacity: 0 }, occupancy: [], money: [] };
  server.use(
    http.get(`${OWN}/sessions`, () => HttpResponse.json({ sessions: [], ...none })),
    http.get(`${OWN}/statistics`, () => HttpResponse.json({ ...figures, stale: false })),
  );
}

test("a new facilitator is led to their first event", async () => {
  isNew();
  server.use(http.get(`${ORIGIN}/events`, () => HttpResponse.json({ events: [], pagination: PAGE })));
  await openDashboard();
  const first = await screen.findByRole("link", { name: "Create your first event" });
  expect(first).toHaveAttribute("href", "/facilitator/events/new");
  expect(screen.queryByText("Occupancy")).toBeNull();
});

test("who has a draft is not told to create a first event", async () => {
  isNew();
  server.use(
    http.get(`${ORIGIN}/events`, () => HttpResponse.json({ events: [{ id: 4 }], pagination: PAGE })),
  );
  await openDashboard();
  expect(await screen.findByRole("region", { name: "Since yesterday" })).toBeVisible();
  expect(screen.queryByRole("link", { name: "Create your first event" })).toBeNull();
});

test("requests that wait are on the dashboard of who decides about them", async () => {
  const request = (id: number) => ({
    id,
    name: `Meera ${id}`,
    email: `meera${id}@example.com`,
    created_at: MORNING.start_time,
  });
  const approvals = [1, 2, 3, 4].map(request);
  server.use(
    http.get(`${ORIGIN}/api/approvals`, () =>
      HttpResponse.json({ approvals, pagination: { ...PAGE, total: 4, pages: 1 } }),
    ),
  );
  auth.signIn({ access_token: accessToken(), user: { ...PRIYA, roles: ["user", "facilitator", "admin"] } });
  await openDashboard();
  const waiting = await screen.findByRole("region", { name: "4 requests are waiting for your decision" });
  const links = within(waiting).getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual([
    "/admin/approvals?request=1",
    "/admin/approvals?request=2",
    "/admin/approvals?request=3",
    "/admin/approvals",
  ]);
});
