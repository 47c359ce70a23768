import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { EventForm } from "@/features/event-management/EventForm";
import { asNewEvent, blankEvent, type EventValues } from "@/features/event-management/eventForm";
import { openAt } from "./page";

test("a facilitator says what guests want to know, and sees what is missing for a good page", async () => {
  const sent: EventValues[] = [];
  const form = (
    <EventForm
      values={{ ...blankEvent("Europe/Lisbon"), title: "Weekend", kind: "retreat", location: "Ericeira" }}
      pictures={0}
      busy={false}
      submitText="Save"
      problem={null}
      onSubmit={(values) => sent.push(values)}
    />
  );
  await openAt("/", [{ path: "/", element: form }]);
  const user = userEvent.setup();
  screen.getByText("For a good page, 6 things are missing");
  await user.selectOptions(screen.getByLabelText("Add a language"), "Portuguese");
  await user.selectOptions(screen.getByLabelText("Add a language"), "English");
  await user.click(screen.getByRole("button", { name: "Remove Portuguese" }));
  await user.type(screen.getByLabelText("What's included"), "Twin room{enter}{enter} All meals ");
  await user.click(screen.getByRole("button", { name: "Add a day" }));
  await user.type(screen.getByLabelText("What happens"), "We arrive.");
  screen.getByText("For a good page, 3 things are missing");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await screen.findByText(/^Give each part a title/);
  expect(sent).toEqual([]);
  await user.type(screen.getByLabelText(/^Part 1: title/), "Friday");
  await user.click(screen.getByRole("button", { name: "Add a day" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(sent.map(asNewEvent)).toMatchObject([
    {
      languages: ["en"],
      included: ["Twin room", "All meals"],
      to_bring: [],
      programme: [{ title: "Friday", text: "We arrive." }],
    },
  ]);
});
