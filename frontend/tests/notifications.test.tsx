import { QueryClient } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Bell } from "@/features/notifications/Bell";
import { localPath } from "@/features/notifications/NotificationList";
import { NotificationsPage } from "@/features/notifications/NotificationsPage";
import { applyRead, latestQuery, type Notification } from "@/features/notifications/notificationQueries";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, MIRA } from "./people";
import { ORIGIN, server } from "./server";

const CONFIRMED: Notification = {
  id: 2,
  kind: "booking_confirmed",
  title: "You're booked",
  body: "Morning Hatha, Sat 12 Dec",
  url: "/my-bookings/21",
  booking_id: 21,
  created_at: "2026-11-21T13:03:00+00:00",
  read_at: null,
};
const MOVED: Notification = { ...CONFIRMED, id: 1, kind: "booking_changed", title: "Morning Hatha moved" };
const ROUTES = [
  { path: "/", element: <Bell userId={MIRA.id} /> },
  { path: "/my-notifications", element: <NotificationsPage /> },
  { path: "/my-bookings/:bookingId", element: <h1>Your booking</h1> },
];

let marked: unknown[];
let list: Notification[];

const page = () => ({
  notifications: list,
  unread: list.filter(({ read_at }) => read_at === null).length,
  pagination: { page: 1, per_page: 20, total: list.length, pages: 1, has_next: false, has_prev: false },
});

beforeEach(() => {
  marked = [];
  list = [CONFIRMED, MOVED];
  server.use(
    http.get(`${ORIGIN}/live/notifications`, () => new HttpResponse(null, { status: 503 })),
    http.get(`${ORIGIN}/notifications`, () => HttpResponse.json(page())),
    http.post(`${ORIGIN}/notifications/read`, async ({ request }) => {
      const which = (await request.json()) as { ids?: number[] };
      marked.push(which);
      list = list.map((one) =>
        !which.ids || which.ids.includes(one.id) ? { ...one, read_at: "2026-11-21T14:00:00+00:00" } : one,
      );
      return HttpResponse.json({ unread: page().unread });
    }),
  );
  auth.signIn({ access_token: accessToken(), user: MIRA });
});
afterEach(() => auth.signOut());

test("the bell says how many are unread, and opening one marks it as read", async () => {
  const router = await openAt("/", ROUTES);
  await userEvent.click(await screen.findByRole("button", { name: "Notifications, 2 unread" }));
  expect(screen.getByRole("dialog", { name: "Notifications" })).toHaveFocus();
  await userEvent.click(screen.getByRole("link", { name: /You're booked/ }));
  await screen.findByRole("heading", { name: "Your booking" });
  expect(router.state.location.pathname).toBe("/my-bookings/21");
  await waitFor(() => expect(marked).toEqual([{ ids: [2] }]));
});

test("all are marked as read at once, and the bell counts none", async () => {
  await openAt("/", ROUTES);
  await userEvent.click(await screen.findByRole("button", { name: "Notifications, 2 unread" }));
  await userEvent.click(screen.getByRole("button", { name: "Mark all as read" }));
  await screen.findByRole("button", { name: "Notifications" });
  expect(marked).toEqual([{ all: true }]);
  expect(screen.getByRole("dialog", { name: "Notifications" })).toHaveFocus();
});

test("Escape closes the list and gives the focus back to the bell", async () => {
  await openAt("/", ROUTES);
  const bell = await screen.findByRole("button", { name: "Notifications, 2 unread" });
  await userEvent.click(bell);
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(bell).toHaveFocus();
});

test("a click elsewhere closes the list", async () => {
  await openAt("/", ROUTES);
  await userEvent.click(await screen.findByRole("button", { name: "Notifications, 2 unread" }));
  await userEvent.click(document.body);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("somebody without notifications is told what will appear", async () => {
  list = [];
  await openAt("/my-notifications", ROUTES);
  await screen.findByRole("heading", { name: "All caught up" });
  expect(screen.queryByRole("button", { name: "Mark all as read" })).toBeNull();
});

test("a notification that is read changes at once, and no other does", () => {
  const queryClient = new QueryClient();
  queryClient.setQueryData(latestQuery.queryKey, page());
  applyRead(queryClient, { ids: [1] });
  const shown = queryClient.getQueryData(latestQuery.queryKey);
  expect(shown?.unread).toBe(1);
  expect(shown?.notifications.map(({ read_at }) => read_at !== null)).toEqual([false, true]);
  applyRead(queryClient, { ids: [1] });
  expect(queryClient.getQueryData(latestQuery.queryKey)?.unread).toBe(1);
});

test.each([
  ["/my-bookings/21", "/my-bookings/21"],
  ["https://samaya.example/my-bookings/21?x=1", "/my-bookings/21?x=1"],
  ["//evil.example/my-bookings", "/my-bookings"],
  ["https://evil.example//evil.example", "/evil.example"],
  ["http://[", "/my-bookings"],
])("the address %s opens %s within the app", (url, path) => {
  expect(localPath(url)).toBe(path);
});
