import { act, screen } from "@testing-library/react";
import { Outlet, useLocation } from "react-router";
import { expect, it, vi } from "vitest";
import { RouteFailure } from "@/app/RouteFailure";
import { ApiProblem } from "@/shared/api/problem";
import { openAt } from "./page";

function Frame() {
  return (
    <RouteFailure at={useLocation().pathname}>
      <Outlet />
    </RouteFailure>
  );
}

const failing = (problem: string | Error) => () => {
  throw typeof problem === "string" ? new Error(problem) : problem;
};

const ROUTES = [
  {
    Component: Frame,
    children: [
      { path: "broken", Component: failing("x is undefined") },
      { path: "gone", Component: failing("Failed to fetch dynamically imported module: /assets/Page.js") },
      { path: "ended", Component: failing(new ApiProblem(401, "login_ended", undefined, "")) },
      { path: "good", element: <h1>Good</h1> },
    ],
  },
];

it.each([
  ["/broken", "This page didn't load"],
  ["/gone", "We'll be right back"],
  ["/ended", "You've been signed out"],
])("a failure at %s is explained, and other pages open as before", async (address, heading) => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const page = await openAt(address, ROUTES);
  expect(screen.getByRole("heading", { name: heading })).toBeVisible();
  await act(async () => page.navigate("/good"));
  expect(screen.getByRole("heading", { name: "Good" })).toBeVisible();
});
