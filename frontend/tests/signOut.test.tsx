import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SignedIn } from "@/app/SignedIn";
import { SignInPage } from "@/features/account/SignInPage";
import { FacilitatorArea } from "@/features/facilitator/FacilitatorArea";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, MIRA } from "./people";
import { ORIGIN, server } from "./server";

const PRIYA = {
  ...MIRA,
  id: 1,
  name: "Priya Sharma",
  role: "facilitator" as const,
  roles: ["user", "facilitator"],
};
const ROUTES = [
  { path: "/", element: "Discover" },
  { path: "/sign-in", element: <SignInPage /> },
  {
    element: <SignedIn />,
    children: [
      {
        path: "/facilitator",
        element: <FacilitatorArea />,
        children: [{ index: true, element: "The bookings" }],
      },
    ],
  },
];

beforeEach(() => server.use(http.post(`${ORIGIN}/auth/logout`, () => HttpResponse.json({ message: "ok" }))));
afterEach(() => act(() => auth.signOut()));

test("Priya signs out in the facilitators' area and comes to Discover, not to a new sign-in", async () => {
  auth.signIn({ access_token: accessToken(), user: PRIYA });
  await openAt("/facilitator", ROUTES);
  await screen.findByText("The bookings");
  act(() => auth.signOut());
  expect(await screen.findByText("Discover")).toBeVisible();
});

test("a guest who wants to sign in as a facilitator is asked to, and comes back", async () => {
  auth.signIn({ access_token: accessToken(), user: MIRA });
  const router = await openAt("/facilitator", ROUTES);
  await userEvent.click(await screen.findByRole("button", { name: "Sign in with another account" }));
  expect(await screen.findByRole("heading", { name: "Welcome, facilitators" })).toBeVisible();
  expect(router.state.location.search).toBe("?next=%2Ffacilitator");
});

describe("a visitor who signs in", () => {
  test.each(["/facilitator", "/facilitator/events", "/admin"])(
    "to %s is not offered an account that would be a guest's",
    async (next) => {
      await openAt(`/sign-in?${new URLSearchParams({ next })}`, ROUTES);
      expect(screen.getByText("Accounts for this area are set up by the Samaya team.")).toBeVisible();
      expect(screen.queryByRole("link", { name: "Create an account" })).toBeNull();
    },
  );

  test("as a guest can create an account", async () => {
    await openAt("/sign-in?next=%2Fmy-bookings", ROUTES);
    expect(screen.getByRole("link", { name: "Create an account" })).toBeVisible();
  });
});
