import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { ProfileForm } from "@/features/account/ProfileForm";
import { EventForm } from "@/features/event-management/EventForm";
import { blankEvent } from "@/features/event-management/eventForm";
import { NotesForm } from "@/features/guests/NotesForm";
import { ReasonDialog } from "@/shared/ui/ReasonDialog";
import { openAt } from "./page";
import { MIRA } from "./people";
import { ORIGIN, server } from "./server";

const NOTES = <NotesForm facilitatorId={1} userId={10} notes={{ text: "", updated_at: null }} />;
let sent: unknown[];

beforeEach(() => {
  sent = [];
  server.use(
    http.put(`${ORIGIN}/api/facilitator/1/guests/10/notes`, async ({ request }) => {
      sent.push(await request.json());
      const errors = [{ field: "text", code: "unprintable", message: "'text' has a bell." }];
      return HttpResponse.json({ code: "invalid", error: "'text' has a bell.", errors }, { status: 400 });
    }),
  );
});

test("notes that are too long stay in the form, and are not sent", async () => {
  await openAt("/", [{ path: "/", element: NOTES }]);
  const notes = screen.getByLabelText("Your notes");
  await userEvent.click(notes);
  await userEvent.paste("n".repeat(5001));
  expect(notes).toHaveValue("n".repeat(5001));
  expect(notes).toHaveAccessibleDescription(expect.stringContaining("Use at most 5,000 characters."));
  fireEvent.submit(notes);
  await userEvent.click(screen.getByRole("button", { name: "Save notes" }));
  expect(sent).toEqual([]);
});

test("notes that the API refuses are marked until they are changed", async () => {
  await openAt("/", [{ path: "/", element: NOTES }]);
  const notes = screen.getByLabelText("Your notes");
  await userEvent.type(notes, "x");
  await userEvent.click(screen.getByRole("button", { name: "Save notes" }));
  await screen.findByText("Remove the characters that can't be shown.");
  expect(sent).toEqual([{ text: "x" }]);
  expect(notes).toBeInvalid();
  await userEvent.type(notes, "y");
  expect(notes).toBeValid();
  expect(screen.queryByText("Remove the characters that can't be shown.")).toBeNull();
});

test("a reason that is too long stays in the dialog, and is not used", async () => {
  const confirm = vi.fn();
  const dialog = (
    <ReasonDialog
      title="Discard?"
      longest={5}
      confirmText="Discard"
      busy={false}
      problem={null}
      onConfirm={confirm}
      onClose={() => {}}
    />
  );
  await openAt("/", [{ path: "/", element: dialog }]);
  const reason = screen.getByLabelText("Reason");
  await userEvent.click(reason);
  await userEvent.paste("flooded");
  expect(reason).toHaveValue("flooded");
  expect(reason).toHaveAccessibleDescription(expect.stringContaining("Use at most 5 characters."));
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(confirm).not.toHaveBeenCalled();
  await userEvent.type(reason, "{Backspace}{Backspace}");
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(confirm).toHaveBeenCalledWith("flood");
});

test("all fields of a profile that the API refuses are marked, and the first has the focus", async () => {
  const errors = [
    { field: "name", code: "too_long", message: "'name' is too long.", max: 200 },
    { field: "phone", code: "not_phone", message: "'phone' has to be a number." },
  ];
  server.use(
    http.patch(`${ORIGIN}/auth/profile`, () =>
      HttpResponse.json({ code: "invalid", error: "'name' is too long.", errors }, { status: 400 }),
    ),
  );
  await openAt("/", [{ path: "/", element: <ProfileForm user={MIRA} /> }]);
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await screen.findByText("Use at most 200 characters.");
  screen.getByText("Enter the number with its country code, like +91 98765 43210.");
  expect(screen.getByLabelText("Your name")).toHaveFocus();
});

test("a meeting link that is too long is called too long", async () => {
  const link = `https://meet.example.com/${"r".repeat(500)}`;
  const form = (
    <EventForm
      values={{ ...blankEvent("Europe/Lisbon"), title: "Sit", format: "online", link }}
      busy={false}
      submitText="Save"
      problem={null}
      onSubmit={(values) => sent.push(values)}
    />
  );
  await openAt("/", [{ path: "/", element: form }]);
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await screen.findByText("Use at most 500 characters.");
  expect(sent).toEqual([]);
});
