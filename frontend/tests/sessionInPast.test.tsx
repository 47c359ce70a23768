import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NewSessionPage } from "@/features/event-management/NewSessionPage";
import { OwnEventPage } from "@/features/event-management/OwnEventPage";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, HATHA, listOf, MIRA, MORNING } from "./people";
import { ORIGIN, server } from "./server";

const EVENT = "/facilitator/events/4";
const ROUTES = [
  { path: "/facilitator/events/:eventId", element: <OwnEventPage /> },
  { path: "/facilitator/events/:eventId/sessions/new", element: <NewSessionPage /> },
];
const PAST = { ...MORNING, start_time: "2020-12-12T01:30:00+00:00", end_time: "2020-12-12T03:00:00+00:00" };

const showEvent = (draft: boolean) =>
  server.use(
    http.get(`${ORIGIN}/events/4`, () =>
      HttpResponse.json({ event: { ...HATHA, draft, sessions: [PAST], next_session: null } }),
    ),
    http.get(`${ORIGIN}/sessions`, () => HttpResponse.json(listOf([]))),
  );

beforeEach(() => {
  auth.signIn({
    access_token: accessToken(),
    user: {
      ...MIRA,
      id: HATHA.facilitator_id,
      name: "Priya Sharma",
      role: "facilitator",
      roles: ["user", "facilitator"],
    },
  });
});
afterEach(() => auth.signOut());

test.each([
  ["2020-12-19", "Session added. It has begun, so guests can't book it."],
  ["2099-12-19", "Session added. Guests can book it now."],
])("a session on %s is added with the right news", async (day, news) => {
  showEvent(false);
  server.use(http.post(`${ORIGIN}/events/4/sessions`, () => HttpResponse.json({})));
  await openAt(`${EVENT}/sessions/new`, ROUTES);
  const user = userEvent.setup();
  const starts = within(await screen.findByRole("group", { name: "Starts" }));
  await user.clear(starts.getByLabelText("Date"));
  await user.type(starts.getByLabelText("Date"), day);
  await user.click(screen.getByRole("button", { name: "Add session" }));
  await screen.findByText(news);
});

test("a copy is shown as a draft", async () => {
  const day = "2099-12-19";
  showEvent(false);
  server.use(http.post(`${ORIGIN}/events/4/duplicate`, () => HttpResponse.json({ event: { id: 4 } })));
  await openAt(EVENT, ROUTES);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Duplicate" }));
  const dialog = within(await screen.findByRole("dialog"));
  const date = dialog.getByLabelText<HTMLInputElement>("First date of the copy");
  expect(Date.parse(`${date.value}T01:30:00Z`)).toBeGreaterThan(Date.now());
  await user.clear(date);
  await user.type(date, day);
  await user.click(dialog.getByRole("button", { name: "Duplicate" }));
  await screen.findByText("This is the copy. It's a draft until you publish it.");
});

test("publishing an event whose sessions have begun doesn't say that guests can book it", async () => {
  showEvent(true);
  server.use(http.post(`${ORIGIN}/events/4/publish`, () => HttpResponse.json({ event: HATHA })));
  await openAt(EVENT, ROUTES);
  await userEvent.click(await screen.findByRole("button", { name: "Publish event" }));
  await screen.findByText("Published. Its sessions have begun, so add one that guests can book.");
});
