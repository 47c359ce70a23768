import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { bookingIntent } from "@/features/bookings/bookingIntent";
import { offerOf } from "@/features/bookings/offer";
import { ManagePage } from "@/features/links/ManagePage";
import { UnsubscribePage } from "@/features/links/UnsubscribePage";
import { openAt } from "./page";
import { MIRAS_PLACE, MORNING } from "./people";
import { ORIGIN, server } from "./server";

const ROUTES = [
  { path: "/manage/:token", element: <ManagePage /> },
  { path: "/unsubscribe/:token", element: <UnsubscribePage /> },
];
const expires_at = "2099-12-12T00:00:00+00:00";
let posted: string[];

function link(response: object, status = 200) {
  server.use(http.get(`${ORIGIN}/links/:token`, () => HttpResponse.json(response, { status })));
}
const booking = (purpose: string) => ({ purpose, kind: null, booking: MIRAS_PLACE, expires_at });

beforeEach(() => {
  posted = [];
  server.use(
    http.post(`${ORIGIN}/links/:token/:act`, ({ params }) => {
      posted.push(`${params.token} ${params.act}`);
      return HttpResponse.json(
        params.act === "cancel"
          ? { booking: { ...MIRAS_PLACE, status: "cancelled", can_cancel: false } }
          : { message: "ok" },
      );
    }),
  );
});

test("a link shows the booking, and cancels only after a second click", async () => {
  link(booking("manage"));
  bookingIntent.start(MIRAS_PLACE.session_id, offerOf(MORNING));
  await openAt("/manage/abc.def", ROUTES);
  await userEvent.click(await screen.findByRole("button", { name: "Cancel this booking" }));
  expect(posted).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Yes, cancel my booking" }));
  const outcome = await screen.findByText("Your booking is cancelled. We're letting Priya know.");
  expect(posted).toEqual(["abc.def cancel"]);
  await waitFor(() => expect(outcome.closest("[role=status]")).toHaveFocus());
  expect(bookingIntent.pending(MIRAS_PLACE.session_id), "a new booking has a new key").toBeNull();
});

test("a link to a booking that was moved says so", async () => {
  const moved = {
    ...MIRAS_PLACE,
    status: "cancelled",
    cancelled_by: "user",
    reason: "moved_to_another_date",
  };
  link({ ...booking("manage"), booking: { ...moved, can_cancel: false } });
  await openAt("/manage/abc.def", ROUTES);
  expect(await screen.findByText("You moved this booking to another date.")).toBeVisible();
});

test("opening a link to cancel cancels nothing", async () => {
  link(booking("cancel"));
  await openAt("/manage/abc.def", ROUTES);
  await screen.findByRole("heading", { name: "Cancel your booking?" });
  expect(posted).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Keep my booking" }));
  expect(await screen.findByRole("button", { name: "Cancel this booking" })).toBeVisible();
  expect(posted).toEqual([]);
});

test.each([
  [410, "This link has expired"],
  [404, "This link doesn't work"],
])("a link that answers %i says: %s", async (status, title) => {
  link({ status, code: "x", error: "x" }, status);
  await openAt("/manage/abc.def", ROUTES);
  await screen.findByRole("heading", { level: 1, name: title });
  expect(screen.getByRole("link", { name: "Go to my bookings" })).toHaveAttribute("href", "/my-bookings");
});

test("unsubscribing needs a click, and says what stops", async () => {
  link({ purpose: "unsubscribe", kind: "reminder_24h", booking: null, expires_at });
  await openAt("/unsubscribe/abc.def", ROUTES);
  const button = await screen.findByRole("button", { name: "Unsubscribe" });
  expect(posted).toEqual([]);
  await userEvent.click(button);
  await screen.findByRole("heading", { name: "You're unsubscribed" });
  expect(screen.getByText(/We won't send you the e-mail “Early reminder” any more\./)).toBeVisible();
  expect(posted).toEqual(["abc.def unsubscribe"]);
});
