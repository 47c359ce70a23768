import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EditSessionPage } from "@/features/event-management/EditSessionPage";
import type { Impact } from "@/features/event-management/eventManagementApi";
import { MyEventsPage } from "@/features/event-management/MyEventsPage";
import { OwnEventPage } from "@/features/event-management/OwnEventPage";
import { auth } from "@/shared/auth/auth";
import { openAt, time } from "./page";
import { accessToken, HATHA, listOf, MIRA, MORNING } from "./people";
import { ORIGIN, server } from "./server";

const PRIYA = {
  ...MIRA,
  id: HATHA.facilitator_id,
  name: "Priya Sharma",
  role: "facilitator",
  roles: ["user", "facilitator"],
};
const ROUTES = [
  { path: "/facilitator/events", element: <MyEventsPage /> },
  { path: "/facilitator/events/:eventId", element: <OwnEventPage /> },
  { path: "/facilitator/events/:eventId/sessions/:sessionId", element: <EditSessionPage /> },
];
const EDIT = "/facilitator/events/4/sessions/7";

function impactOn(names: string[], fingerprint: string, clashing: string[] = []): Impact {
  const guests = names.map((user_name, index) => ({
    booking_id: 20 + index,
    user_name,
    session_id: MORNING.id,
    session_title: MORNING.title,
    session_start: MORNING.start_time,
    message: "session_changed",
    clash: clashing.includes(user_name),
  }));
  return {
    sessions: 1,
    first_start: MORNING.start_time,
    last_start: MORNING.start_time,
    bookings: guests.length,
    clashes: clashing.length,
    guests,
    undecided: [],
    refunds: [],
    fingerprint,
  };
}

type Change = { body: unknown; query: Record<string, string> };
let changes: Change[];
let asked: unknown[];

/** The API's responses to the preview of a change and to each attempt to apply it. */
function services(impact: Impact | Response, ...responses: (() => Response)[]) {
  server.use(
    http.post(`${ORIGIN}/sessions/7/impact`, async ({ request }) => {
      asked.push(await request.json());
      return impact instanceof Response ? impact : HttpResponse.json({ impact });
    }),
    http.get(`${ORIGIN}/sessions/7`, () => HttpResponse.json({ session: MORNING })),
    http.all(`${ORIGIN}/sessions/7`, async ({ request }) => {
      changes.push({
        body: request.method === "PATCH" ? await request.json() : request.method,
        query: Object.fromEntries(new URL(request.url).searchParams),
      });
      return responses[changes.length - 1]?.() ?? new HttpResponse(null, { status: 500 });
    }),
  );
}
const done = () => HttpResponse.json({ session: MORNING });
const refused = (code: string, error: string, more: object = {}) =>
  HttpResponse.json({ code, error, ...more }, { status: 409 });

async function moveToSixThirty() {
  const user = userEvent.setup();
  const starts = await screen.findByRole("group", { name: "Starts" });
  const clock = within(starts).getByLabelText("Time");
  await user.clear(clock);
  await user.type(clock, "06:30");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  return user;
}

beforeEach(() => {
  changes = [];
  asked = [];
  server.use(
    http.get(`${ORIGIN}/events/4`, () => HttpResponse.json({ event: HATHA })),
    http.get(`${ORIGIN}/sessions`, () => HttpResponse.json(listOf(HATHA.sessions))),
  );
  auth.signIn({ access_token: accessToken(), user: PRIYA });
});
afterEach(() => auth.signOut());

describe("a change that affects guests", () => {
  test("is shown first, and confirmed exactly as shown", async () => {
    services(impactOn(["Mira Flow", "Ben Okafor"], "first", ["Ben Okafor"]), done);
    const router = await openAt(EDIT, ROUTES);
    const user = await moveToSixThirty();
    const dialog = await screen.findByRole("dialog", { name: "Save changes to Morning Hatha?" });
    within(dialog).getByText("Affects 2 bookings. Your guests will be notified.");
    // The reader is in Berlin; the session's own zone is shown.
    within(dialog).getByText("Sat 12 Dec 2099, 07:00–08:30, Kolkata time");
    within(dialog).getByText("Sat 12 Dec 2099, 06:30–08:00, Kolkata time");
    const [mira, ben] = within(dialog).getAllByRole("listitem");
    expect(mira).not.toHaveTextContent("Overlaps");
    expect(ben).toHaveTextContent("Ben Okafor");
    expect(ben).toHaveTextContent("Overlaps with another booking");
    expect(changes).toEqual([]);
    await user.type(within(dialog).getByLabelText("Reason"), "The river is too high.");
    await user.click(within(dialog).getByRole("button", { name: "Save changes" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/facilitator/events/4"));
    // In Kolkata 06:30 is 01:00 in UTC; the session keeps its hour and a half.
    const change = { start_time: "2099-12-12T01:00:00.000Z", end_time: "2099-12-12T02:30:00.000Z" };
    expect(asked).toEqual([{ change, scope: "this" }]);
    expect(changes).toEqual([
      {
        body: change,
        query: { expected_impact: "first", scope: "this", reason: "The river is too high." },
      },
    ]);
  });

  test("is confirmed again with the new impact if something changed since", async () => {
    const renewed = impactOn(["Mira Flow", "Ben Okafor", "Emi Tanaka"], "second");
    services(
      impactOn(["Mira Flow", "Ben Okafor"], "first"),
      () => refused("impact_changed", "Something changed since you looked.", { impact: renewed }),
      done,
    );
    await openAt(EDIT, ROUTES);
    const user = await moveToSixThirty();
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Save changes" }));
    await screen.findByText(/Something changed in the meantime/);
    screen.getByText("Emi Tanaka");
    await user.click(within(dialog).getByRole("button", { name: "Save changes" }));
    await waitFor(() =>
      expect(changes.map(({ query }) => query.expected_impact)).toEqual(["first", "second"]),
    );
    expect(changes[1]?.body).toEqual(changes[0]?.body);
  });

  test("is not made when the dialog is closed", async () => {
    services(impactOn(["Mira Flow"], "first"), done);
    await openAt(EDIT, ROUTES);
    const user = await moveToSixThirty();
    await user.click(await screen.findByRole("button", { name: "Go back" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(changes).toEqual([]);
  });
});

test("a change that affects no booking is made at once", async () => {
  services(impactOn([], "nobody"), done);
  const router = await openAt(EDIT, ROUTES);
  await moveToSixThirty();
  await waitFor(() => expect(router.state.location.pathname).toBe("/facilitator/events/4"));
  expect(changes.map(({ query }) => query)).toEqual([{ expected_impact: "nobody", scope: "this" }]);
});

test("a capacity below the places taken is refused at its field, and nothing is asked", async () => {
  const sentence = "2 places are taken: the capacity can't go below that.";
  services(refused("capacity_below_bookings", sentence), done);
  await openAt(EDIT, ROUTES);
  const user = userEvent.setup();
  const places = await screen.findByLabelText("Places");
  await user.clear(places);
  await user.type(places, "1");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await screen.findByText(sentence);
  expect(places).toHaveAccessibleDescription(sentence);
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(changes).toEqual([]);
});

test("fields the API refuses are marked at their inputs, and a correction clears the mark", async () => {
  const errors = [
    { field: "change.title", code: "several_lines", message: "'title' has to be one line." },
    { field: "change.location", code: "too_long", message: "'location' is too long.", max: 200 },
  ];
  services(
    HttpResponse.json({ code: "invalid", error: "'title' has to be one line.", errors }, { status: 400 }),
  );
  await openAt(EDIT, ROUTES);
  const user = await moveToSixThirty();
  const title = screen.getByLabelText("Session title");
  await waitFor(() => expect(title).toBeInvalid());
  expect(title).toHaveFocus();
  expect(title).toHaveAccessibleDescription(expect.stringContaining("Use a single line."));
  expect(screen.getByLabelText("Session location")).toHaveAccessibleDescription(
    expect.stringContaining("Use at most 200 characters."),
  );
  expect(screen.getByLabelText("Places")).toBeValid();
  await user.type(title, "!");
  await waitFor(() => expect(title).toBeValid());
  expect(screen.getByLabelText("Session location")).toBeInvalid();
});

test("a refusal that is about no field is shown above the button", async () => {
  services(refused("event_cancelled", "This event is cancelled and can't be changed."));
  await openAt(EDIT, ROUTES);
  await moveToSixThirty();
  await screen.findByText("This event is cancelled and can't be changed.");
  expect(screen.getByLabelText("Session title")).toBeValid();
});

test("cancelling asks even where nobody has booked, and sends its reason", async () => {
  services(impactOn([], "empty"), done);
  await openAt("/facilitator/events/4", ROUTES);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /^Cancel Sat 12 Dec 2099, 07:00/ }));
  const dialog = await screen.findByRole("dialog", { name: "Cancel this session of Morning Hatha?" });
  within(dialog).getByText(time("Sat 12 Dec 2099, 07:00–08:30 · Rishikesh"));
  await user.type(await screen.findByLabelText("Reason"), "The river is too high.");
  await user.click(screen.getByRole("button", { name: "Cancel session" }));
  await screen.findByText("The session is cancelled.");
  expect(asked).toEqual([{ scope: "this" }]);
  expect(changes).toEqual([
    { body: "DELETE", query: { expected_impact: "empty", scope: "this", reason: "The river is too high." } },
  ]);
});

test("a reason that is too long stays in the dialog, and nothing is cancelled", async () => {
  services(impactOn([], "empty"), done);
  await openAt("/facilitator/events/4", ROUTES);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /^Cancel Sat 12 Dec 2099, 07:00/ }));
  const reason = await screen.findByLabelText("Reason");
  await user.click(reason);
  await user.paste("r".repeat(501));
  expect(reason).toHaveValue("r".repeat(501));
  expect(reason).toHaveAccessibleDescription(expect.stringContaining("Use at most 500 characters."));
  await user.click(screen.getByRole("button", { name: "Cancel session" }));
  expect(changes).toEqual([]);
});

test("a draft is deleted after one question, and its facilitator comes back to the list", async () => {
  const pagination = { page: 1, per_page: 20, total: 0, pages: 0, has_next: false, has_prev: false };
  server.use(
    http.get(`${ORIGIN}/events/4`, () => HttpResponse.json({ event: { ...HATHA, draft: true } })),
    http.get(`${ORIGIN}/api/facilitator/1/events`, () =>
      HttpResponse.json({ events: [], pagination, stale: false }),
    ),
    http.post(`${ORIGIN}/events/4/impact`, () => HttpResponse.json({ impact: impactOn([], "nobody") })),
    http.delete(`${ORIGIN}/events/4`, ({ request }) => {
      const query = Object.fromEntries(new URL(request.url).searchParams);
      changes.push({ body: "DELETE", query });
      return HttpResponse.json({ event: HATHA });
    }),
  );
  const router = await openAt("/facilitator/events/4", ROUTES);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Delete draft" }));
  expect(screen.queryByRole("button", { name: "Cancel event" })).toBeNull();
  const dialog = await screen.findByRole("dialog", { name: "Delete the draft “Morning Hatha”?" });
  expect(changes).toEqual([]);
  expect(within(dialog).queryByLabelText("Reason")).toBeNull();
  await user.click(within(dialog).getByRole("button", { name: "Delete draft" }));
  expect(await screen.findByText("The draft is deleted.")).toBeVisible();
  expect(router.state.location.pathname).toBe("/facilitator/events");
  expect(changes).toEqual([{ body: "DELETE", query: { expected_impact: "nobody" } }]);
});
