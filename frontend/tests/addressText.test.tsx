import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { AddressText } from "@/shared/ui/AddressText";

test.each([
  ["Rua do Sol 14, 2655-001 Ericeira", "2655-001"],
  ["10 Lotus Lane, London SW1A 1AA", "SW1A 1AA"],
])("no line of %s ends within its postcode", (address, postcode) => {
  render(
    <p>
      <AddressText text={address} />
    </p>,
  );
  expect(screen.getByText(postcode).tagName).toBe("SPAN");
  expect(screen.getByText(postcode).parentElement).toHaveTextContent(address);
});
