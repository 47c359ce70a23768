import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SignInPage } from "@/features/account/SignInPage";
import { EventPage } from "@/features/events/EventPage";
import { keepFilters } from "@/features/events/lastFilters";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, HATHA, MIRA, MIRAS_PLACE, MORNING, NO_EVENTS } from "./people";
import { ORIGIN, server } from "./server";

const ROUTES = [
  { path: "/e/:slug", element: <EventPage /> },
  { path: "/my-bookings/:bookingId", element: <h1>Confirmation</h1> },
  { path: "/sign-in", element: <h1>Sign in</h1> },
];
const BOOK = { name: /^Book: Morning Hatha/ };
const EMPTY_PAGE = {
  bookings: [],
  pagination: { page: 1, per_page: 100, total: 0, pages: 0, has_next: false, has_prev: false },
};

let keys: (string | null)[];

function bookingGives(response: () => Response | Promise<Response>) {
  server.use(
    http.post(`${ORIGIN}/bookings/book`, async ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return response();
    }),
  );
}
const booked = async () => {
  await new Promise((resolve) => setTimeout(resolve, 30));
  return HttpResponse.json({ message: "ok", booking: MIRAS_PLACE }, { status: 201 });
};
const refused = (status: number, code: string) => HttpResponse.json({ code, error: code }, { status });

beforeEach(() => {
  keys = [];
  server.use(
    http.get(`${ORIGIN}/events/4`, () => HttpResponse.json({ event: HATHA })),
    http.get(`${ORIGIN}/events`, () => HttpResponse.json(NO_EVENTS)),
    http.get(`${ORIGIN}/bookings/my-bookings`, () => HttpResponse.json(EMPTY_PAGE)),
    http.get(`${ORIGIN}/live/seats`, () => new HttpResponse(null, { status: 503 })),
  );
});
afterEach(() => auth.signOut());

const signIn = () => auth.signIn({ access_token: accessToken(), user: MIRA });

describe("the one button", () => {
  test("books once, however often it is clicked", async () => {
    signIn();
    bookingGives(booked);
    const router = await openAt("/e/4", ROUTES);
    const button = await screen.findByRole("button", BOOK);
    const user = userEvent.setup();
    await user.dblClick(button);
    await user.click(button);
    await screen.findByText("Confirmation");
    expect(router.state.location.pathname).toBe("/my-bookings/21");
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  test("takes a visitor to sign in first, and books when they come back", async () => {
    bookingGives(booked);
    const router = await openAt("/e/4", ROUTES);
    await userEvent.click(await screen.findByRole("button", BOOK));
    await screen.findByRole("heading", { name: "Sign in" });
    const next = new URLSearchParams(router.state.location.search).get("next");
    expect(next).toBe("/e/4?book=7");
    expect(keys).toHaveLength(0);
    signIn();
    await router.navigate(next ?? "");
    await screen.findByText("Confirmation");
    expect(keys).toHaveLength(1);
  });

  test("tries again with the same key after a response that never came", async () => {
    signIn();
    let online = false;
    bookingGives(() => (online ? booked() : HttpResponse.error()));
    await openAt("/e/4", ROUTES);
    await userEvent.click(await screen.findByRole("button", BOOK));
    expect(await screen.findByRole("alert")).toHaveTextContent("never be booked twice");
    online = true;
    await userEvent.click(screen.getByRole("button", BOOK));
    await screen.findByText("Confirmation");
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test("uses a new key after a definite refusal", async () => {
    signIn();
    bookingGives(() => refused(409, "session_full"));
    await openAt("/e/4", ROUTES);
    await userEvent.click(await screen.findByRole("button", BOOK));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Sorry, the last place was just taken.");
    await waitFor(() => expect(alert).toHaveFocus());
    await userEvent.click(screen.getByRole("button", BOOK));
    await waitFor(() => expect(keys).toHaveLength(2));
    expect(keys[0]).not.toBe(keys[1]);
  });

  test("waits while the first attempt is still running at the server", async () => {
    signIn();
    bookingGives(() => (keys.length < 2 ? refused(409, "still_running") : booked()));
    await openAt("/e/4", ROUTES);
    await userEvent.click(await screen.findByRole("button", BOOK));
    await screen.findByText("Confirmation", undefined, { timeout: 3000 });
    expect(keys[0]).toBe(keys[1]);
  });
});

test("a link to book that was made elsewhere books nothing until the visitor clicks", async () => {
  signIn();
  bookingGives(booked);
  await openAt("/e/4?book=7", ROUTES);
  expect(await screen.findByText(/One more tap to book your place/)).toBeVisible();
  expect(keys).toHaveLength(0);
});

test("a full session says so, and what to do instead of booking", async () => {
  server.use(
    http.get(`${ORIGIN}/events/4`, () =>
      HttpResponse.json({ event: { ...HATHA, sessions: [{ ...MORNING, seats_taken: 12, seats_left: 0 }] } }),
    ),
  );
  await openAt("/e/4", ROUTES);
  expect(await screen.findByText("Full")).toBeVisible();
  expect(screen.queryByRole("button", BOOK)).not.toBeInTheDocument();
  expect(screen.getByRole("link", { name: "See similar events with places left" })).toHaveAttribute(
    "href",
    "/?kind=class&free=1",
  );
});

test("“All events” keeps its filters when a guest signs in on the way", async () => {
  keepFilters("?kind=class");
  bookingGives(() => refused(409, "session_full"));
  const router = await openAt("/", [
    { path: "/", element: <h1>Discover</h1> },
    { path: "/e/:slug", element: <EventPage /> },
    { path: "/sign-in", element: <SignInPage /> },
  ]);
  await router.navigate("/e/4");
  await userEvent.click(await screen.findByRole("button", BOOK));
  await screen.findByLabelText("Password");
  act(signIn);
  await waitFor(() => expect(keys).toHaveLength(1));
  expect(await screen.findByRole("link", { name: "All events" })).toHaveAttribute("href", "/?kind=class");
});
