import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { delay, HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EventPage } from "@/features/events/EventPage";
import { MoveDialog } from "@/features/events/MoveDialog";
import type { Booking, Session } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, HATHA, MIRA, MIRAS_PLACE, MORNING, NO_EVENTS } from "./people";
import { ORIGIN, server } from "./server";

const date = (id: number, day: number, more: Partial<Session> = {}): Session => ({
  ...MORNING,
  id,
  start_time: `2099-12-${day}T01:30:00+00:00`,
  end_time: `2099-12-${day}T03:00:00+00:00`,
  ...more,
});
const MOVED: Booking = { ...MIRAS_PLACE, id: 22, session_id: 8 };
/** Mira's price is €39. */
const OTHER = date(8, 19, { price_cents: 3900 });

let booked: Booking[];
let sessions: Session[];
let sent: { session: number; version: number; key: string | null }[];
let answer: () => Response | Promise<Response>;

const refused = (code: string, more: object = {}) =>
  HttpResponse.json({ code, error: code, ...more }, { status: 409 });

beforeEach(() => {
  booked = [MIRAS_PLACE];
  sessions = [MORNING, OTHER];
  sent = [];
  answer = () => HttpResponse.json({ message: "ok", booking: MOVED }, { status: 201 });
  server.use(
    http.get(`${ORIGIN}/live/:stream`, () => new HttpResponse(null, { status: 503 })),
    http.get(`${ORIGIN}/events/4`, () => HttpResponse.json({ event: { ...HATHA, sessions } })),
    http.get(`${ORIGIN}/events`, () => HttpResponse.json(NO_EVENTS)),
    http.get(`${ORIGIN}/bookings/my-bookings`, () => {
      const pagination = { page: 1, per_page: 100, total: 2, pages: 1, has_next: false, has_prev: false };
      return HttpResponse.json({ bookings: booked, pagination });
    }),
    http.post(`${ORIGIN}/bookings/21/move`, async ({ request }) => {
      const body = (await request.json()) as { session_id: number; offer_version: number };
      const key = request.headers.get("Idempotency-Key");
      sent.push({ session: body.session_id, version: body.offer_version, key });
      return answer();
    }),
  );
  auth.signIn({ access_token: accessToken(), user: MIRA });
});
afterEach(() => auth.signOut());

async function openDialog(booking: Booking = MIRAS_PLACE) {
  return openAt("/dialog", [
    { path: "/dialog", element: <MoveDialog booking={booking} onClose={() => undefined} /> },
    { path: "/my-bookings/:bookingId", element: <h1>The new booking</h1> },
  ]);
}
const confirm = (day = "19 Dec") => screen.findByRole("button", { name: new RegExp(`^Move to .*${day}`) });
const choose = async (at: number) =>
  userEvent.click((await screen.findAllByRole("radio"))[at] as HTMLElement);

describe("the dialog", () => {
  test("shows the other dates that have room for the booking, and moves it to the chosen one", async () => {
    const [full, few] = [date(9, 20, { seats_left: 0 }), date(10, 21, { seats_left: 1 })];
    sessions = [MORNING, OTHER, full, few, date(11, 22), date(12, 23, { status: "cancelled" })];
    booked = [MIRAS_PLACE, { ...MIRAS_PLACE, id: 30, session_id: 11 }];
    // Both clicks of a double click come before the response.
    answer = async () => {
      await delay(50);
      return HttpResponse.json({ message: "ok", booking: MOVED }, { status: 201 });
    };
    const router = await openDialog({ ...MIRAS_PLACE, places: 2 });
    await waitFor(() => expect(screen.getAllByRole("radio")).toHaveLength(1));
    expect(screen.queryByRole("button", { name: /^Move to/ })).toBeNull();
    await choose(0);
    await userEvent.dblClick(await confirm());
    await screen.findByText("The new booking");
    expect(router.state.location).toMatchObject({
      pathname: "/my-bookings/22",
      state: { fresh: true, moved: true },
    });
    expect(sent).toEqual([{ session: 8, version: 1, key: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  });

  test("names the price of all places only if it changes", async () => {
    sessions = [MORNING, OTHER, date(9, 20, { price_cents: 2000 })];
    await openDialog({ ...MIRAS_PLACE, places: 2 });
    await choose(0);
    expect(await screen.findByText("Your new date")).toBeVisible();
    expect(screen.queryByText("€78")).toBeNull();
    await choose(1);
    expect(screen.getByText("€78")).toBeVisible();
    expect(screen.getByText("€40")).toBeVisible();
    expect(screen.getByText(/You pay Priya directly|pay Priya/)).toBeVisible();
  });

  test("says that the date has become full, and shows those that are left", async () => {
    answer = () => {
      sessions = [MORNING, { ...OTHER, seats_left: 0 }, date(9, 20)];
      return refused("session_full");
    };
    await openDialog();
    await choose(0);
    await userEvent.click(await confirm());
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Sorry, the last place was just taken.");
    await waitFor(() => expect(alert).toHaveFocus());
    expect(await screen.findByText(/20 Dec/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Move to/ })).toBeNull();
  });

  test("shows a date that has changed meanwhile as it is now, and sends what was shown", async () => {
    answer = () => {
      sessions = [MORNING, { ...OTHER, offer_version: 2, location: "The other studio" }];
      return refused("offer_changed", { session: sessions[1] });
    };
    await openDialog();
    await choose(0);
    await userEvent.click(await confirm());
    expect(await screen.findByRole("alert")).toHaveTextContent("This date has just changed");
    expect((await screen.findAllByText("The other studio"))[0]).toBeVisible();
    await userEvent.click(await confirm());
    await waitFor(() => expect(sent.map(({ version }) => version)).toEqual([1, 2]));
  });

  test("sends the same key again after a response that never came, and another one after a refusal", async () => {
    answer = () => HttpResponse.error();
    await openDialog();
    await choose(0);
    await userEvent.click(await confirm());
    expect(await screen.findByRole("alert")).toHaveTextContent("never be booked twice");
    answer = () => refused("session_full");
    await userEvent.click(await confirm());
    await screen.findByText(/last place was just taken/);
    await userEvent.click(await confirm());
    await waitFor(() => expect(sent).toHaveLength(3));
    expect(sent[0]?.key).toBe(sent[1]?.key);
    expect(sent[2]?.key).not.toBe(sent[1]?.key);
  });

  test("says what to do for a date that is paid online, and for a booking that is paid meanwhile", async () => {
    sessions = [MORNING, date(8, 19, { payment_terms: "pay_online" }), date(9, 20)];
    answer = () => refused("booking_paid");
    await openDialog();
    await choose(0);
    expect(await screen.findByText(/Book it first, then cancel the booking you have/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Book this date" })).toHaveAttribute("href", "/e/4?book=8");
    expect(screen.queryByRole("button", { name: /^Move to/ })).toBeNull();
    await choose(1);
    await userEvent.click(await confirm("20 Dec"));
    expect(await screen.findByRole("alert")).toHaveTextContent("To change the date, cancel it and book");
  });

  test("says so if no other date has a place", async () => {
    sessions = [MORNING];
    await openDialog();
    expect(await screen.findByText("No other date has a place for you right now.")).toBeVisible();
  });
});

describe("the page of the event", () => {
  const open = async () => {
    await openAt("/e/4", [
      { path: "/e/:slug", element: <EventPage /> },
      { path: "/my-bookings/:bookingId", element: <h1>The new booking</h1> },
    ]);
    await screen.findByRole("heading", { level: 1, name: "Morning Hatha" });
  };
  const move = { name: /^Move to / };

  test("says which date is booked, books the chosen one too, or moves the booking there", async () => {
    await open();
    const here = await screen.findByRole("button", move);
    expect(screen.getByText(/^You're booked for .*12 Dec/)).toBeVisible();
    expect(screen.getByRole("button", { name: /^Book/ })).toBeVisible();
    await userEvent.click(here);
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText("Your new date")).toBeVisible();
    expect(dialog.queryByRole("radio")).toBeNull();
    await userEvent.click(dialog.getByRole("button", move));
    await screen.findByText("The new booking");
    expect(sent.map(({ session }) => session)).toEqual([8]);
  });

  test("offers no move of a booking that is paid", async () => {
    booked = [{ ...MIRAS_PLACE, can_move: false }];
    await open();
    expect(await screen.findByText(/^You're booked for/)).toBeVisible();
    expect(screen.queryByRole("button", move)).toBeNull();
  });

  test("offers no move to the date that is booked, nor to a full one", async () => {
    sessions = [MORNING, { ...OTHER, seats_left: 0 }];
    await open();
    expect(await screen.findByRole("link", { name: "See your booking" })).toHaveAttribute(
      "href",
      "/my-bookings/21",
    );
    await choose(1);
    expect(screen.getByText(/All places are taken/)).toBeVisible();
    expect(screen.queryByRole("button", move)).toBeNull();
  });

  test("offers no move to a date that is paid online", async () => {
    sessions = [MORNING, date(8, 19, { payment_terms: "pay_online" })];
    server.use(http.get(`${ORIGIN}/sessions/8/price`, () => new HttpResponse(null, { status: 503 })));
    await open();
    expect(await screen.findByText(/^You're booked for/)).toBeVisible();
    expect(screen.queryByRole("button", move)).toBeNull();
  });

  test("counts the dates if there are several, and says nothing of a place that is only held", async () => {
    const held = { ...MIRAS_PLACE, id: 31, session_id: 12, status: "held" as const };
    booked = [MIRAS_PLACE, { ...MIRAS_PLACE, id: 30, session_id: 9 }, held];
    sessions = [MORNING, OTHER, date(9, 20)];
    await open();
    expect(await screen.findByText("You're booked for 2 dates.")).toBeVisible();
    expect(screen.queryByRole("button", move)).toBeNull();
  });
});
