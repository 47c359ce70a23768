import { act, screen } from "@testing-library/react";
import { Outlet, useLocation } from "react-router";
import { expect, it, vi } from "vitest";
import { RouteFailure } from "@/app/RouteFailure";
import { openAt } from "./page";

function Frame() {
  return (
    <RouteFailure at={useLocation().pathname}>
      <Outlet />
    </RouteFailure>
  );
}

const failing = (message: string) => () => {
  throw new Error(message);
};

const ROUTES = [
  {
    Component: Frame,
    children: [
      { path: "broken", Component: failing("x is undefined") },
      { path: "gone", Component: failing("Failed to fetch dynamically imported module: /assets/Page.js") },
      { path: "good", element: <h1>Good</h1> },
    ],
  },
];

it.each([
  ["/broken", "This page didn't load"],
  ["/gone", "We'll be right back"],
])("a failure at %s is explained, and other pages open as before", async (address, heading) => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const page = await openAt(address, ROUTES);
  expect(screen.getByRole("heading", { name: heading })).toBeVisible();
  await act(async () => page.navigate("/good"));
  expect(screen.getByRole("heading", { name: "Good" })).toBeVisible();
});
