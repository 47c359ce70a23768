import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type FormEvent, useState } from "react";
import { expect, test, vi } from "vitest";
import { ZoneField } from "@/shared/ui/ZoneField";
import { openAt } from "./page";

function Form() {
  const [zone, setZone] = useState("Asia/Kolkata");
  return (
    <>
      <ZoneField label="Time zone" description="Of messages" value={zone} error={null} onChange={setZone} />
      <output>{zone}</output>
    </>
  );
}

test("a time zone is found by its city, and what names none changes nothing", async () => {
  await openAt("/", [{ path: "/", element: <Form /> }]);
  const field = screen.getByLabelText("Time zone");
  expect(field).toHaveValue("Kolkata, Asia (GMT+5:30)");
  await userEvent.type(field, "Atlantis");
  await userEvent.tab();
  expect(field).toHaveValue("Kolkata, Asia (GMT+5:30)");
  expect(screen.getByText("Choose a time zone from the list.")).toBeVisible();
  await userEvent.type(field, "lisbon");
  await userEvent.tab();
  expect(screen.getByRole("status")).toHaveTextContent("Europe/Lisbon");
  expect(screen.queryByText("Choose a time zone from the list.")).toBeNull();
  await userEvent.type(field, "Tokyo, Asia (GMT+9)");
  await userEvent.tab();
  expect(field).toHaveValue("Tokyo, Asia (GMT+9)");
  expect(screen.getByRole("status")).toHaveTextContent("Asia/Tokyo");
});

test("Enter takes the zone that is meant, and does not send the form yet", async () => {
  const sent = vi.fn((event: FormEvent) => event.preventDefault());
  await openAt("/", [
    {
      path: "/",
      element: (
        <form onSubmit={sent}>
          <Form />
        </form>
      ),
    },
  ]);
  const field = screen.getByLabelText("Time zone");
  await userEvent.type(field, "Lisb{Enter}");
  expect(screen.getByRole("status")).toHaveTextContent("Europe/Lisbon");
  expect(sent).not.toHaveBeenCalled();
  await userEvent.type(field, "Atlantis{Enter}");
  expect(screen.getByText("Choose a time zone from the list.")).toBeVisible();
  expect(sent).not.toHaveBeenCalled();
  await userEvent.clear(field);
  await userEvent.type(field, "{Enter}");
  expect(sent).toHaveBeenCalledOnce();
});
