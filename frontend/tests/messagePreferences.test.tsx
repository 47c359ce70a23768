import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, expect, test } from "vitest";
import { MessagePreferences } from "@/features/account/MessagePreferences";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, MIRA } from "./people";
import { ORIGIN, server } from "./server";

const PREFERENCES = {
  language: "en",
  time_zone: "Europe/Berlin",
  phone: "+49 30 1234567",
  quiet_hours: null,
  choices: [{ kind: "reminder_24h", channel: "email", enabled: true, fixed: false, hours_before: [24] }],
};

afterEach(() => auth.signOut());

test("saving leaves alone what the profile keeps: its zone may be newer than this form", async () => {
  auth.signIn({ access_token: accessToken(), user: MIRA });
  const saved: unknown[] = [];
  server.use(
    http.get(`${ORIGIN}/notifications/preferences`, () => HttpResponse.json(PREFERENCES)),
    http.put(`${ORIGIN}/notifications/preferences`, async ({ request }) => {
      saved.push(await request.json());
      return HttpResponse.json(PREFERENCES);
    }),
  );
  await openAt("/", [{ path: "/", element: <MessagePreferences user={MIRA} /> }]);
  await userEvent.click(await screen.findByRole("checkbox", { name: "Turn on quiet hours" }));
  await userEvent.click(screen.getByRole("button", { name: "Save message settings" }));
  expect(await screen.findByText(/^Saved\./)).toBeVisible();
  expect(saved).toEqual([
    { language: "en", quiet_hours: { from: "22:00", until: "07:00" }, choices: PREFERENCES.choices },
  ]);
});
