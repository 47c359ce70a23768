import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import { LONGEST_MS, loadFirstPage } from "@/app/firstPage";
import { createQueryClient } from "@/app/queryClient";
import { bookedSessionsQuery } from "@/features/bookings/bookingQueries";
import { eventQuery, eventWithSessions, facilitatorsQuery, monthQuery } from "@/features/events/eventQueries";
import { loadEventPage } from "@/features/events/loadEventPage";
import { needsReview } from "@/features/events/sessionChoice";
import { publicApi } from "@/shared/api/mainApi";
import { HATHA, MIRAS_PLACE, MORNING } from "./people";
import { ORIGIN, server } from "./server";

const soon = setTimeout;

test("an event has the sessions of all its pages, and the first request is the one that browsers preload", async () => {
  const asked: string[] = [];
  server.use(
    http.get(`${ORIGIN}/events/4`, ({ request }) => {
      const { pathname, search, searchParams } = new URL(request.url);
      asked.push(pathname + search);
      const page = Number(searchParams.get("page") ?? 1);
      return HttpResponse.json({
        event: {
          ...HATHA,
          sessions: [{ ...MORNING, id: page }],
          sessions_pagination: { ...HATHA.sessions_pagination, page, pages: 3 },
        },
      });
    }),
  );
  const event = await eventWithSessions(publicApi, 4, new AbortController().signal);
  expect(event.sessions.map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(asked).toEqual(["/events/4", "/events/4?page=2", "/events/4?page=3"]);
});

test("the first render waits for an event, but not for all of its sessions", async () => {
  await loadEventPage();
  let sendRest = () => {};
  const rest = new Promise<void>((resolve) => {
    sendRest = resolve;
  });
  server.use(
    http.get(`${ORIGIN}/events/4`, async ({ request }) => {
      const page = Number(new URL(request.url).searchParams.get("page") ?? 1);
      if (page > 1) await rest;
      const sessions_pagination = { ...HATHA.sessions_pagination, page, pages: 2 };
      return HttpResponse.json({ event: { ...HATHA, sessions_pagination } });
    }),
  );
  window.history.replaceState(null, "", "/e/hatha-4");
  const client = createQueryClient();
  vi.stubGlobal("setTimeout", (task: () => void, ms = 0) => (ms === LONGEST_MS ? 0 : soon(task, ms)));
  await loadFirstPage(client);
  expect(client.getQueryState(eventQuery(4).queryKey)).toMatchObject({
    data: { id: 4 },
    fetchStatus: "fetching",
  });
  sendRest();
  vi.unstubAllGlobals();
  window.history.replaceState(null, "", "/");
});

const PAGES = { per_page: 100, total: 101, pages: 2 };

test("a month has all its sessions, however many", async () => {
  server.use(
    http.get(`${ORIGIN}/sessions`, ({ request }) => {
      const page = Number(new URL(request.url).searchParams.get("page"));
      return HttpResponse.json({
        sessions: [{ ...MORNING, id: page }],
        pagination: { ...PAGES, page, has_next: page < 2, has_prev: page > 1 },
      });
    }),
  );
  const sessions = await createQueryClient().fetchQuery(monthQuery({}));
  expect(sessions.map(({ id }) => id)).toEqual([1, 2]);
});

test("the facilitator filter offers everybody with an event that can be booked", async () => {
  server.use(
    http.get(`${ORIGIN}/events`, ({ request }) => {
      const page = Number(new URL(request.url).searchParams.get("page"));
      return HttpResponse.json({
        events: [{ ...HATHA, facilitator_id: page, facilitator_name: page === 1 ? "Zoe" : "Ada" }],
        pagination: { ...PAGES, page, has_next: page < 2, has_prev: page > 1 },
      });
    }),
  );
  expect(await createQueryClient().fetchQuery(facilitatorsQuery)).toEqual([
    { id: 2, name: "Ada", portrait: HATHA.facilitator_portrait },
    { id: 1, name: "Zoe", portrait: HATHA.facilitator_portrait },
  ]);
});

test("a guest with many bookings is shown each of them", async () => {
  server.use(
    http.get(`${ORIGIN}/bookings/my-bookings`, ({ request }) => {
      const page = Number(new URL(request.url).searchParams.get("page"));
      return HttpResponse.json({
        bookings: [{ ...MIRAS_PLACE, id: page, session_id: 70 + page }],
        pagination: { ...PAGES, page, has_next: page < 2, has_prev: page > 1 },
      });
    }),
  );
  const booked = await createQueryClient().fetchQuery(bookedSessionsQuery);
  expect([...booked].map(([session, { id }]) => [session, id])).toEqual([
    [71, 1],
    [72, 2],
  ]);
});

test.each([
  ["pay_facilitator", 20000, "EUR", 10000, true],
  ["pay_online", 20000, "EUR", 10000, true],
  ["pay_facilitator", 800, "EUR", 10000, false],
  ["pay_facilitator", 800, "USD", 10000, true],
  ["pay_facilitator", 0, "EUR", 0, false],
  ["pay_facilitator", 20000, "EUR", null, false],
  ["pay_facilitator", 20000, "USD", null, false],
] as const)(
  "%s, %i %s: a guest reviews it from %s on: %s",
  (payment_terms, price_cents, currency, from, reviews) => {
    expect(needsReview({ ...MORNING, payment_terms, price_cents, currency }, from, "EUR")).toBe(reviews);
  },
);
