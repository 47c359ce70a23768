import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
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
