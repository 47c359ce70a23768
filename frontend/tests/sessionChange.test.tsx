import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MyBookingsPage } from "@/features/bookings/MyBookingsPage";
import type { Booking } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";
import { openAt, time } from "./page";
import { accessToken, MIRA, MIRAS_PLACE } from "./people";
import { ORIGIN, server } from "./server";

const ROUTES = [{ path: "/my-bookings", element: <MyBookingsPage /> }];
const MOVED: Booking = {
  ...MIRAS_PLACE,
  change_seen: false,
  previous_session_time: "2099-12-11T01:30:00+00:00",
  previous_session_end_time: "2099-12-11T03:00:00+00:00",
  previous_session_location: MIRAS_PLACE.session_location,
};
const CALLED_OFF: Booking = {
  ...MIRAS_PLACE,
  id: 22,
  status: "cancelled",
  cancelled_by: "facilitator",
  session_status: "cancelled",
  change_seen: false,
  reason: "The river is too high.",
  can_cancel: false,
};

let seen: string[];

function bookings(upcoming: Booking[], cancelled: Booking[]) {
  const page = (list: Booking[]) => ({
    bookings: list,
    pagination: { page: 1, per_page: 20, total: list.length, pages: 1, has_next: false, has_prev: false },
  });
  server.use(
    http.get(`${ORIGIN}/bookings/my-bookings`, ({ request }) => {
      const wanted = new URL(request.url).searchParams.get("status");
      const shown = (list: Booking[]) =>
        list.map((one) => (seen.includes(String(one.id)) ? { ...one, change_seen: true } : one));
      return HttpResponse.json(page(shown(wanted === "ended" ? cancelled : upcoming)));
    }),
    http.post(`${ORIGIN}/bookings/:id/seen`, ({ params }) => {
      seen.push(String(params.id));
      return HttpResponse.json({ message: "ok", booking: MIRAS_PLACE });
    }),
    http.get(`${ORIGIN}/bookings/calendar-feed`, () =>
      HttpResponse.json({ active: false, created_at: null }),
    ),
  );
}

beforeEach(() => {
  seen = [];
  auth.signIn({ access_token: accessToken(), user: MIRA });
});
afterEach(() => auth.signOut());

test("a moved session shows its old and its new time until Mira has seen it", async () => {
  bookings([MOVED], []);
  await openAt("/my-bookings", ROUTES);
  await screen.findByText("Priya changed this session.");
  expect(screen.getByText(time("Fri 11 Dec 2099, 07:00–08:30 · Rishikesh"))).toBeVisible();
  expect(screen.getAllByText(time("Sat 12 Dec 2099, 07:00–08:30 · Rishikesh"))).toHaveLength(2);
  await userEvent.click(screen.getByRole("button", { name: "Got it" }));
  await waitFor(() => expect(screen.queryByText("Priya changed this session.")).toBeNull());
  expect(seen).toEqual(["21"]);
});

test("a session the facilitator cancelled stays under Upcoming with its reason until Mira has seen it", async () => {
  bookings([], [CALLED_OFF]);
  await openAt("/my-bookings", ROUTES);
  await screen.findByText("Priya cancelled this session.");
  expect(screen.getByText("The river is too high.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Got it" }));
  await waitFor(() => expect(screen.queryByText("Priya cancelled this session.")).toBeNull());
  expect(seen).toEqual(["22"]);
});

test.each([
  ["cancelled", "scheduled", "Priya cancelled your booking."],
  ["refunded", "scheduled", "Priya cancelled your booking."],
  ["refunded", "cancelled", "Priya cancelled this session."],
] as const)(
  "a booking that is %s, of a session that is %s, says who cancelled what",
  async (status, session_status, said) => {
    bookings([], [{ ...CALLED_OFF, status, session_status }]);
    await openAt("/my-bookings", ROUTES);
    await screen.findByText(said);
    expect(screen.getByText("The river is too high.")).toBeVisible();
  },
);

test("a booking that Mira cancelled herself is no news to her", async () => {
  bookings([], [{ ...CALLED_OFF, cancelled_by: "user", change_seen: true }]);
  await openAt("/my-bookings", ROUTES);
  await screen.findByText("Nothing planned yet");
  expect(screen.queryByRole("button", { name: "Got it" })).toBeNull();
});
