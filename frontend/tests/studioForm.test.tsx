import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { StudioPage } from "@/features/studio/StudioPage";
import { openAt } from "./page";
import { ORIGIN, server } from "./server";

const STUDIO = {
  ...{ name: "Lotus House", colour: null, colours: null, logo: null, picture: null, address: "" },
  ...{
    contact_email: null,
    contact_phone: null,
    pages: [],
    phone_example: null,
    embed_origins: [],
    google_sign_in: false,
    heading: null,
    takes_payments: true,
  },
  ...{ about: "", about_html: "", terms: "", terms_html: "", privacy: "", privacy_html: "" },
  ...{ default_currency: "EUR", default_time_zone: "Europe/Lisbon", languages: ["en"] },
  review_above_cents: null,
};
let refused: string;

beforeEach(() =>
  server.use(
    http.get(`${ORIGIN}/studio`, () => HttpResponse.json({ studio: STUDIO })),
    http.patch(`${ORIGIN}/studio`, () => {
      const errors = [{ field: refused, code: "blank", message: "Refused." }];
      return HttpResponse.json({ code: "invalid", error: "Refused.", errors }, { status: 400 });
    }),
  ),
);

test.each([
  ["name", "Name"],
  ["heading", "Heading of the first page"],
  ["contact_email", "E-mail"],
  ["about", "About the studio"],
  ["default_currency", "Currency of new events"],
  ["languages", "English"],
  ["review_above_cents", "Review before booking, from a price of"],
])("an error of %s stands at its field, which has the focus", async (field, label) => {
  refused = field;
  await openAt("/", [{ path: "/", element: <StudioPage /> }]);
  await userEvent.click(await screen.findByRole("button", { name: "Save" }));
  await screen.findByText(field === "languages" ? "Choose at least one language." : "Required");
  expect(screen.getByLabelText(label)).toHaveFocus();
  expect(screen.getByLabelText(label)).toBeInvalid();
});

test("what was wrong with a field disappears while it is corrected", async () => {
  refused = "colour";
  await openAt("/", [{ path: "/", element: <StudioPage /> }]);
  fireEvent.change(await screen.findByLabelText("Colour"), { target: { value: "#7a1f4d" } });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await screen.findByText("Required");
  fireEvent.change(screen.getByLabelText("Colour"), { target: { value: "#7a1f4" } });
  expect(screen.queryByText("Required")).toBeNull();
  expect(screen.getByLabelText("Colour")).toBeValid();
});

test("a colour that is too light is said at once", async () => {
  await openAt("/", [{ path: "/", element: <StudioPage /> }]);
  await userEvent.type(await screen.findByLabelText("Colour"), "#f5c25c");
  await screen.findByText("This colour is too light to read on the page. Choose a darker one.");
  await userEvent.clear(screen.getByLabelText("Colour"));
  await userEvent.type(screen.getByLabelText("Colour"), "#7a1f4d");
  expect(screen.queryByText(/too light/)).toBeNull();
});

test("the page says that no website may show the events, and has lines in the chosen colour", async () => {
  await openAt("/", [{ path: "/", element: <StudioPage /> }]);
  await screen.findByText("No website may show your events yet.");
  fireEvent.change(screen.getByLabelText("Colour of the buttons"), { target: { value: "#7a3b69" } });
  expect(screen.getAllByText(/data-colour="#7a3b69"/)).toHaveLength(2);
});
