import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SignedIn } from "@/app/SignedIn";
import { AccountPage } from "@/features/account/AccountPage";
import { SignInPage } from "@/features/account/SignInPage";
import { bookingIntent } from "@/features/bookings/bookingIntent";
import { offerOf } from "@/features/bookings/offer";
import { EventPage } from "@/features/events/EventPage";
import type { User } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, HATHA, MIRA, MORNING } from "./people";
import { ORIGIN, server } from "./server";

const ASHA = { ...MIRA, id: 11, name: "Asha", email: "asha@example.com" };
const PAGE = { page: 1, per_page: 20, total: 0, pages: 0, has_next: false, has_prev: false };
const grant = (user: User, name = user.name) => ({ access_token: accessToken(name), user });

const ROUTES = [
  { path: "/", element: "Discover" },
  { path: "/e/:slug", element: <EventPage /> },
  { path: "/sign-in", element: <SignInPage /> },
  { element: <SignedIn />, children: [{ path: "/account", element: <AccountPage /> }] },
];
const otherTab = new BroadcastChannel("samaya-auth");

beforeEach(() => {
  server.use(
    http.get(`${ORIGIN}/live/:stream`, () => new HttpResponse(null, { status: 503 })),
    http.get(`${ORIGIN}/notifications`, () =>
      HttpResponse.json({ notifications: [], unread: 0, pagination: PAGE }),
    ),
    // Only Mira has quiet hours.
    http.get(`${ORIGIN}/notifications/preferences`, ({ request }) =>
      HttpResponse.json({
        language: "en",
        time_zone: "Europe/Berlin",
        phone: null,
        quiet_hours: request.headers.get("Authorization")?.includes(accessToken(MIRA.name))
          ? { from: "21:00", until: "06:00" }
          : null,
        choices: [],
      }),
    ),
    http.get(`${ORIGIN}/bookings/my-bookings`, () => HttpResponse.json({ bookings: [], pagination: PAGE })),
    http.get(`${ORIGIN}/events/4`, () => HttpResponse.json({ event: HATHA })),
  );
});
afterEach(() => {
  act(() => auth.signOut());
});

const quietHours = () => screen.findByRole("checkbox", { name: "Turn on quiet hours" });

describe("what is cached belongs to one person", () => {
  test("so somebody else who signs in in another tab sees nothing of it", async () => {
    act(() => auth.signIn(grant(MIRA)));
    await openAt("/account", ROUTES);
    expect(await quietHours()).toBeChecked();
    otherTab.postMessage({ kind: "grant", grant: grant(ASHA) });
    expect(await screen.findByText(ASHA.email)).toBeVisible();
    expect(await quietHours()).not.toBeChecked();
  });

  test("so it is gone after somebody signed out in another tab", async () => {
    act(() => auth.signIn(grant(MIRA)));
    const router = await openAt("/account", ROUTES);
    expect(await quietHours()).toBeChecked();
    otherTab.postMessage({ kind: "signed-out" });
    await screen.findByText("Discover");
    act(() => auth.signIn(grant(ASHA)));
    await act(() => router.navigate("/account"));
    expect(await quietHours()).not.toBeChecked();
  });

  test("so another person who signs in in the dialog sees nothing of it", async () => {
    server.use(
      http.post(`${ORIGIN}/auth/refresh`, () => HttpResponse.json({ code: "login_ended" }, { status: 401 })),
      http.post(`${ORIGIN}/auth/login`, () => HttpResponse.json(grant(ASHA))),
    );
    act(() => auth.signIn(grant(MIRA)));
    await openAt("/account", ROUTES);
    expect(await quietHours()).toBeChecked();
    await act(() => auth.renew());
    const dialog = await screen.findByRole("dialog", { name: "You've been signed out" });
    await userEvent.type(within(dialog).getByLabelText("Password"), "correct horse");
    await userEvent.click(within(dialog).getByRole("button", { name: "Sign in" }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(await quietHours()).not.toBeChecked();
  });

  test("and so does a booking that got no response: it must not be made for the next person", async () => {
    await openAt("/sign-in", ROUTES);
    bookingIntent.start(MORNING.id, offerOf(MORNING));
    act(() => auth.signIn(grant(MIRA)));
    expect(bookingIntent.pending(MORNING.id)).not.toBeNull();
    act(() => auth.signIn(grant(ASHA)));
    expect(bookingIntent.pending(MORNING.id)).toBeNull();
  });

  test("but an open public page stays, and still shows live how many places are left", async () => {
    const places = new TransformStream<string, string>();
    server.use(
      http.get(
        `${ORIGIN}/live/seats`,
        () => new HttpResponse(places.readable.pipeThrough(new TextEncoderStream())),
      ),
    );
    await openAt("/e/4", ROUTES);
    expect(await screen.findByText("10 places left")).toBeVisible();
    otherTab.postMessage({ kind: "grant", grant: grant(ASHA) });
    await waitFor(() => expect(auth.snapshot().user?.id).toBe(ASHA.id));
    const full = { ...MORNING, session_id: MORNING.id, seats_taken: 12, seats_left: 0 };
    const writer = places.writable.getWriter();
    await writer.write(`event: seats\ndata: ${JSON.stringify(full)}\n\n`);
    expect(await screen.findByText("Full")).toBeVisible();
  });
});

describe("push messages on this device", () => {
  const ENDPOINT = "https://push.example/device";
  let subscribed: unknown[];

  beforeEach(() => {
    subscribed = [];
    server.use(
      http.post(`${ORIGIN}/push/subscriptions`, async ({ request }) => {
        subscribed.push([request.headers.get("Authorization"), await request.json()]);
        return HttpResponse.json({ message: "ok" }, { status: 201 });
      }),
    );
    const subscription = {
      endpoint: ENDPOINT,
      toJSON: () => ({ endpoint: ENDPOINT, keys: { p256dh: "p", auth: "a" } }),
    };
    const registration = { pushManager: { getSubscription: async () => subscription } };
    Object.assign(globalThis, { Notification: { permission: "granted" }, PushManager: class {} });
    Object.defineProperty(navigator, "serviceWorker", {
      configurable: true,
      value: { getRegistration: async () => registration },
    });
    localStorage.setItem("samaya.push-owner", String(MIRA.id));
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "Notification");
    Reflect.deleteProperty(globalThis, "PushManager");
    Reflect.deleteProperty(navigator, "serviceWorker");
  });

  test("go on after a sign-in or a new password, which end them at the server, but not at each renewal", async () => {
    server.use(http.post(`${ORIGIN}/auth/refresh`, () => HttpResponse.json(grant(MIRA, "renewed"))));
    await openAt("/account", ROUTES);
    act(() => auth.signIn(grant(MIRA)));
    const device = { endpoint: ENDPOINT, keys: { p256dh: "p", auth: "a" } };
    const first = [`Bearer ${accessToken(MIRA.name)}`, device];
    await waitFor(() => expect(subscribed).toEqual([first]));
    await act(() => auth.renew());
    act(() => auth.signIn(grant(MIRA, "new password")));
    await waitFor(() =>
      expect(subscribed).toEqual([first, [`Bearer ${accessToken("new password")}`, device]]),
    );
  });

  test("are never sent to a device that somebody else turned on", async () => {
    await openAt("/account", ROUTES);
    act(() => auth.signIn(grant(ASHA)));
    await quietHours();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(subscribed).toEqual([]);
  });

  test("count as off when the server can't be told, so that they can be turned on again", async () => {
    server.use(http.post(`${ORIGIN}/push/subscriptions`, () => new HttpResponse(null, { status: 503 })));
    await openAt("/account", ROUTES);
    act(() => auth.signIn(grant(MIRA)));
    expect(await screen.findByText("This device doesn't show notifications.")).toBeVisible();
  });
});
