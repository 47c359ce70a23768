import { QueryClient } from "@tanstack/react-query";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { facilitatorSessionsQuery } from "@/features/facilitator/facilitatorQueries";
import { RosterPage } from "@/features/facilitator/RosterPage";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, MIRA, MORNING } from "./people";
import { ORIGIN, server } from "./server";

const PRIYA = {
  ...MIRA,
  id: 1,
  name: "Priya Sharma",
  role: "facilitator" as const,
  roles: ["user", "facilitator"],
};
const OWN = `${ORIGIN}/api/facilitator/1`;
const SESSION = {
  session_id: MORNING.id,
  title: MORNING.title,
  event_id: 4,
  event_title: "Morning Hatha",
  start_time: MORNING.start_time,
  end_time: MORNING.end_time,
  time_zone: MORNING.time_zone,
  location: "Rishikesh",
  capacity: 200,
  status: "scheduled",
  booked: 130,
  cancelled: 20,
  occupancy: 0.65,
};
const NO_PAGES = { page: 1, per_page: 100, total: 0, pages: 0, has_next: false, has_prev: false };
const booking = (id: number) => ({
  booking_id: id,
  session_id: MORNING.id,
  user_id: id,
  user_name: `Guest ${id}`,
  user_email: null,
  status: id > 130 ? "cancelled" : "booked",
  places: 1,
  booked_at: "2026-11-21T13:03:00+00:00",
  note: null,
});

/** The page of a list that a request asks for. */
function pageOf(request: Request, size: number) {
  const query = new URL(request.url).searchParams;
  const page = Number(query.get("page") ?? 1);
  const perPage = Number(query.get("per_page") ?? 100);
  const pages = Math.ceil(size / perPage);
  const ids = Array.from({ length: size }, (_, index) => index + 1);
  return {
    ids: ids.slice((page - 1) * perPage, page * perPage),
    pagination: { page, per_page: perPage, total: size, pages, has_next: page < pages, has_prev: page > 1 },
  };
}

beforeEach(() => {
  auth.signIn({ access_token: accessToken(), user: PRIYA });
  server.use(http.get(`${ORIGIN}/notifications/stream`, () => new HttpResponse(null, { status: 503 })));
});
afterEach(() => auth.signOut());

test("the filter by session offers every session, not only the hundred oldest", async () => {
  server.use(
    http.get(`${OWN}/sessions`, ({ request }) => {
      const { ids, pagination } = pageOf(request, 230);
      return HttpResponse.json({
        sessions: ids.map((id) => ({ ...SESSION, session_id: id })),
        pagination,
        stale: false,
      });
    }),
  );
  const sessions = await new QueryClient().fetchQuery(facilitatorSessionsQuery(PRIYA.id));
  expect(sessions.map(({ session_id }) => session_id)).toEqual(
    Array.from({ length: 230 }, (_, index) => index + 1),
  );
});

type Listed = { bookings: object[]; pagination: object };

async function openRoster(
  listed: (request: Request) => Listed,
  { session = SESSION, phones = [] }: { session?: typeof SESSION; phones?: object[] } = {},
) {
  server.use(
    http.get(`${OWN}/sessions/7`, () => HttpResponse.json({ session, stale: false })),
    http.get(`${OWN}/bookings`, ({ request }) => HttpResponse.json(listed(request))),
    http.get(`${ORIGIN}/sessions/7/phones`, () => HttpResponse.json({ phones, pagination: NO_PAGES })),
    http.get(`${ORIGIN}/sessions/7/messages`, () =>
      HttpResponse.json({ messages: [], pagination: NO_PAGES }),
    ),
  );
  await openAt("/facilitator/sessions/7", [
    { path: "/facilitator/sessions/:sessionId", element: <RosterPage /> },
  ]);
}

test("a roster counts and names all guests, although cancelled bookings fill a page too", async () => {
  await openRoster((request) => {
    const { ids, pagination } = pageOf(request, 150);
    // The server lists the last changed first.
    return { bookings: ids.map((id) => booking(151 - id)), pagination };
  });
  expect(await screen.findByRole("heading", { name: "Coming (130)" })).toBeVisible();
  expect(screen.getByRole("heading", { name: "Not coming (20)" })).toBeVisible();
  expect(screen.getByText("Guest 1")).toBeVisible();
});

test("Priya finds her guests by name, with their numbers and what she noted about them", async () => {
  const guests = [
    { ...booking(1), user_name: "Zoe", note: "Bad knee" },
    { ...booking(2), user_name: "Émile" },
    { ...booking(3), user_name: "Asha" },
  ];
  await openRoster(() => ({ bookings: guests, pagination: { ...NO_PAGES, pages: 1 } }), {
    phones: [{ booking_id: 1, phone: "+351912345678" }],
  });
  const zoe = await screen.findByRole("link", { name: "+351912345678" });
  expect(zoe).toHaveAttribute("href", "tel:+351912345678");
  const lines = screen.getAllByRole("listitem").map((line) => line.textContent);
  expect(lines).toEqual([
    expect.stringContaining("Asha"),
    expect.stringContaining("Émile"),
    expect.stringContaining("Zoe"),
  ]);
  expect(lines[2]).toContain("+351912345678");
  expect(lines[2]).toContain("Bad knee");
  expect(screen.getByRole("button", { name: "Print" })).toBeVisible();
  expect(screen.queryByText("This session is cancelled.")).toBeNull();
});

test("the page of a cancelled session says that it is", async () => {
  await openRoster(() => ({ bookings: [], pagination: NO_PAGES }), {
    session: { ...SESSION, status: "cancelled" },
  });
  expect(await screen.findByText("This session is cancelled.")).toBeVisible();
});

test("Priya who cancels Zoe, who paid in cash, reads before and after what to give back", async () => {
  const paid = { ...booking(1), user_name: "Zoe", amount_paid: 5000, total_cents: 5000, currency: "EUR" };
  const payments = [
    { provider: "stripe", refundable_cents: 3000 },
    { provider: "door", refundable_cents: 2000 },
  ];
  let cancelled: unknown;
  await openRoster(() => ({
    bookings: [
      cancelled ? { ...paid, status: "cancelled", cancel_reason: "Flooded", payment_method: "cash" } : paid,
    ],
    pagination: { ...NO_PAGES, pages: 1 },
  }));
  server.use(
    http.get(`${ORIGIN}/bookings/1/order`, () => HttpResponse.json({ order: { currency: "EUR", payments } })),
    http.post(`${ORIGIN}/bookings/1/cancel-for-guest`, async ({ request }) => {
      cancelled = await request.json();
      return HttpResponse.json({ message: "", booking: {} });
    }),
  );
  await userEvent.click(await screen.findByRole("button", { name: "Cancel booking of Zoe" }));
  const dialog = screen.getByRole("dialog");
  expect(await within(dialog).findByText(/They paid you €20 directly/)).toHaveTextContent("€30 paid online");
  await userEvent.type(within(dialog).getByLabelText("Reason"), "Flooded");
  await userEvent.click(within(dialog).getByRole("button", { name: "Cancel booking" }));
  const notice = (await screen.findByText(/Give €20 back to them/)).closest('[role="status"]');
  expect(notice).toHaveFocus();
  expect(within(notice as HTMLElement).getByRole("link", { name: "Payments of Zoe" })).toHaveAttribute(
    "href",
    "/facilitator/bookings/1/order",
  );
  expect(cancelled).toEqual({ reason: "Flooded" });
  expect(await screen.findByText("Flooded")).toBeVisible();
});
