import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BookingPage } from "@/features/bookings/BookingPage";
import type { Order } from "@/features/payments";
import { PayPage } from "@/features/payments/PayPage";
import type { Booking } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";
import { openDocument } from "@/shared/ui/openDocument";
import { openAt } from "./page";
import { accessToken, MIRA, MIRAS_PLACE } from "./people";
import { ORIGIN, server } from "./server";

vi.mock("@/shared/ui/openDocument", () => ({ openDocument: vi.fn() }));

const ROUTES = [
  { path: "/pay/:bookingId", element: <PayPage /> },
  { path: "/my-bookings/:bookingId", element: <BookingPage /> },
];
const ORDER: Order = {
  id: 5,
  guest_name: "Mira Flow",
  event_title: "Morning Hatha",
  session_id: 7,
  session_time: "2099-12-12T01:30:00+00:00",
  session_time_zone: "Asia/Kolkata",
  currency: "EUR",
  total_cents: 3900,
  due_now_cents: 3900,
  rest_cents: 0,
  paid_cents: 0,
  refunded_cents: 0,
  lines: [
    {
      kind: "place",
      description: "Morning Hatha",
      quantity: 1,
      unit_cents: 3900,
      tax_rate: 1900,
      amount_cents: 3900,
      booking_id: 21,
    },
  ],
  payments: [],
  refunds: [],
  receipts: [],
  terms: {
    payment_terms: "pay_online",
    refund_ladder: [{ days_before: 14, percent: 100 }],
    starts_at: MIRAS_PLACE.session_time,
    deposit_cents: null,
  },
};
const PAYMENT = {
  id: 9,
  provider: "demo",
  method: null,
  state: "captured",
  amount_cents: 3900,
  currency: "EUR",
  captured_at: "2026-11-24T12:00:00Z",
  refundable_cents: 3900,
};
let booking: Booking;
let order: Order;
let asked: string[];

beforeEach(() => {
  booking = {
    ...MIRAS_PLACE,
    status: "held",
    held_until: new Date(Date.now() + 14 * 60_000).toISOString(),
    order_id: 5,
    payment_terms: "pay_online",
    total_cents: 3900,
    can_cancel: true,
  };
  order = ORDER;
  asked = [];
  server.use(
    http.get(`${ORIGIN}/bookings/21`, () => HttpResponse.json({ booking })),
    http.get(`${ORIGIN}/orders/5`, () => HttpResponse.json({ order })),
    http.post(`${ORIGIN}/bookings/21/payment/returned`, () => {
      asked.push("returned");
      return HttpResponse.json({ message: "ok" }, { status: 202 });
    }),
    http.get(`${ORIGIN}/live/:stream`, () => new HttpResponse(null, { status: 503 })),
  );
  auth.signIn({ access_token: accessToken(), user: MIRA });
});
afterEach(() => auth.signOut());

test("Mira sees what she pays and what she gets back, and is led to the provider once", async () => {
  server.use(
    http.post(`${ORIGIN}/bookings/21/payment`, () => {
      asked.push("payment");
      return HttpResponse.json({ provider: "demo", order_id: 5, checkout: "/demo-bank/5" });
    }),
  );
  await openAt("/pay/21", ROUTES);
  const button = await screen.findByRole("button", { name: "Pay €39 now" });
  expect(screen.getByText("including 19% tax")).toBeVisible();
  expect(screen.getByText(/^Until .* everything back$/)).toBeVisible();
  expect(screen.getByRole("timer")).toHaveTextContent(/^Your place is held for 1[34]:\d\d min\.$/);
  await userEvent.dblClick(button);
  await waitFor(() => expect(openDocument).toHaveBeenCalledWith("/demo-bank/5"));
  expect(asked).toEqual(["payment"]);
});

test("with a deposit, Mira sees what she pays now and what later before she pays", async () => {
  order = {
    ...ORDER,
    due_now_cents: 1000,
    terms: { ...ORDER.terms, payment_terms: "deposit", deposit_cents: 1000 },
  };
  await openAt("/pay/21", ROUTES);
  expect(await screen.findByRole("button", { name: "Pay €10 now" })).toBeVisible();
  expect(screen.getByRole("row", { name: "You pay now, as a deposit €10" })).toBeVisible();
  expect(screen.getByRole("row", { name: "Later, here or to Priya directly €29" })).toBeVisible();
});

test("after the deposit, Mira pays the rest and sees what she has paid", async () => {
  booking = {
    ...booking,
    status: "booked",
    held_until: null,
    payment_terms: "deposit",
    rest_cents: 2900,
    amount_paid: 1000,
    currency: "EUR",
  };
  order = {
    ...ORDER,
    due_now_cents: 0,
    rest_cents: 2900,
    paid_cents: 1000,
    payments: [{ ...PAYMENT, amount_cents: 1000 }],
    terms: { ...ORDER.terms, payment_terms: "deposit", deposit_cents: 1000 },
  };
  await openAt("/pay/21?returned=cancelled", ROUTES);
  expect(await screen.findByRole("button", { name: "Pay €29 now" })).toBeVisible();
  expect(screen.getByText("You haven't paid the rest yet. You're still booked.")).toBeVisible();
  expect(screen.getByRole("row", { name: "Already paid €10" })).toBeVisible();
  expect(screen.getByRole("row", { name: "You pay now €29" })).toBeVisible();
  booking = { ...booking, rest_cents: 0, amount_paid: 3900 };
  expect(await screen.findByText("Paid. You're booked.", undefined, { timeout: 3000 })).toBeVisible();
});

test("back from paying the deposit, Mira is booked, and the rest can wait", async () => {
  const rest = { rest_cents: 2900, amount_paid: 1000, currency: "EUR" };
  booking = { ...booking, status: "booked", held_until: null, payment_terms: "deposit", ...rest };
  const deposit = { ...PAYMENT, amount_cents: 1000 };
  order = { ...ORDER, due_now_cents: 0, rest_cents: 2900, paid_cents: 1000, payments: [deposit] };
  await openAt("/pay/21?returned=paid", ROUTES);
  expect(
    await screen.findByRole("heading", { level: 1, name: "Deposit paid. You're booked." }),
  ).toBeVisible();
  expect(screen.getByRole("row", { name: "Later, here or to Priya directly €29" })).toBeVisible();
  expect(screen.getByRole("link", { name: "See your booking" })).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Pay/ })).toBeNull();
});

test("back from paying the rest, the page checks that payment", async () => {
  const rest = { rest_cents: 2900, amount_paid: 1000, currency: "EUR" };
  booking = { ...booking, status: "booked", held_until: null, payment_terms: "deposit", ...rest };
  const payments = [
    { ...PAYMENT, amount_cents: 1000 },
    { ...PAYMENT, id: 10, state: "open" },
  ];
  order = { ...ORDER, due_now_cents: 0, rest_cents: 2900, paid_cents: 1000, payments };
  await openAt("/pay/21?returned=paid", ROUTES);
  expect(await screen.findByText("Checking your payment")).toBeVisible();
});

test("back from the provider, the page asks it and shows the booking once it is paid", async () => {
  await openAt("/pay/21?returned=paid", ROUTES);
  expect(await screen.findByText("Checking your payment")).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Pay/ })).toBeNull();
  await waitFor(() => expect(asked).toEqual(["returned"]));
  booking = { ...booking, status: "booked", amount_paid: 3900, currency: "EUR" };
  expect(await screen.findByRole("heading", { level: 1, name: "Paid. You're booked." })).toBeVisible();
  expect(screen.queryByText("Pay for your booking")).toBeNull();
  expect(screen.getByRole("link", { name: "See your booking" })).toBeVisible();
});

test("after a decline Mira can pay again", async () => {
  order = { ...ORDER, payments: [{ ...PAYMENT, state: "failed" }] };
  await openAt("/pay/21?returned=cancelled", ROUTES);
  expect(await screen.findByRole("button", { name: "Try again: pay €39" })).toBeVisible();
  expect(screen.getByRole("alert")).toHaveTextContent(
    /^Your payment was declined.*Nothing was taken\. We'll hold your place a little longer, until \d/,
  );
});

test("cancelling a paid booking names the exact sum", async () => {
  booking = { ...booking, status: "booked", amount_paid: 3900, refunded_cents: 0, currency: "EUR" };
  order = { ...ORDER, paid_cents: 3900, payments: [PAYMENT] };
  server.use(
    http.get(`${ORIGIN}/bookings/21/timeline`, () => HttpResponse.json({ timeline: [] })),
    http.get(`${ORIGIN}/bookings/21/messages`, () => HttpResponse.json({ messages: [] })),
    http.get(`${ORIGIN}/bookings/21/cancellation`, () =>
      HttpResponse.json({ refund_cents: 1950, currency: "EUR", explanation: "" }),
    ),
  );
  await openAt("/my-bookings/21", ROUTES);
  expect(await screen.findByText("Paid €39 with our test bank")).toBeVisible();
  expect(await screen.findByText("Cancel now and you get back €19.50.")).toBeVisible();
  // What was agreed, in the zone of the session.
  expect(await screen.findByText(/^Until .*, Kolkata\stime: everything back$/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Cancel this booking" }));
  expect(await screen.findByRole("button", { name: "Cancel and refund €19.50" })).toBeVisible();
});
