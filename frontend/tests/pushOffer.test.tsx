import { act, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PushOffer } from "@/features/push/PushOffer";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, MIRA } from "./people";
import { ORIGIN, server } from "./server";

let asked: number;

beforeEach(() => {
  auth.signIn({ access_token: accessToken(), user: MIRA });
  Object.assign(globalThis, { Notification: { permission: "default" }, PushManager: class {} });
  Object.defineProperty(navigator, "serviceWorker", {
    configurable: true,
    value: { getRegistration: async () => undefined },
  });
});
afterEach(() => {
  act(() => auth.signOut());
  Reflect.deleteProperty(globalThis, "Notification");
  Reflect.deleteProperty(globalThis, "PushManager");
  Reflect.deleteProperty(navigator, "serviceWorker");
});

/** The offer after a booking whose reminder is due this many minutes from now. */
async function offerWith(minutes: number, channel = "in_app") {
  asked = 0;
  const due_at = new Date(Date.now() + minutes * 60_000).toISOString();
  const reminder = { id: "1", kind: "reminder_24h", channel, due_at, state: "skipped", reason: null };
  server.use(
    http.get(`${ORIGIN}/bookings/21/messages`, () => {
      asked += 1;
      return HttpResponse.json({ messages: [reminder] });
    }),
  );
  await openAt("/", [{ path: "/", element: <PushOffer bookingId={21} /> }]);
  await waitFor(() => expect(asked).toBe(1));
}

const offer = { name: "Get a reminder on this device?" };

test("Mira is offered a reminder that is still to come", async () => {
  await offerWith(60);
  expect(await screen.findByRole("heading", offer)).toBeVisible();
});

test.each([
  ["whose time has passed, as the session starts in minutes", -60, "in_app"],
  ["that comes by SMS only", 60, "sms"],
])("Mira is not offered a reminder %s", async (_, minutes, channel) => {
  await offerWith(minutes, channel);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(screen.queryByRole("heading", offer)).toBeNull();
});
