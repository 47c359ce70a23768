import { act, screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MyBookingsPage } from "@/features/bookings/MyBookingsPage";
import type { Booking } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, MIRA, MIRAS_PLACE } from "./people";
import { ORIGIN, server } from "./server";

const PAGE = { page: 1, per_page: 20, total: 0, pages: 0, has_next: false, has_prev: false };
const otherTab = new BroadcastChannel("samaya-bookings");
let bookings: Booking[];

beforeEach(() => {
  bookings = [];
  auth.signIn({ access_token: accessToken(), user: MIRA });
  server.use(
    http.get(`${ORIGIN}/bookings/my-bookings`, () => HttpResponse.json({ bookings, pagination: PAGE })),
    http.get(`${ORIGIN}/bookings/calendar-feed`, () => HttpResponse.json({ feed: null })),
  );
});
afterEach(() => act(() => auth.signOut()));

test("what Mira books in another tab appears in My bookings, and what she cancels there is gone", async () => {
  await openAt("/my-bookings", [{ path: "/my-bookings", element: <MyBookingsPage /> }]);
  await screen.findByRole("heading", { name: "Nothing planned yet" });
  bookings = [MIRAS_PLACE];
  otherTab.postMessage("changed");
  expect(await screen.findByRole("link", { name: /Morning Hatha/ })).toBeVisible();
  bookings = [];
  otherTab.postMessage("changed");
  expect(await screen.findByRole("heading", { name: "Nothing planned yet" })).toBeVisible();
});
