import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { Link } from "react-router";
import { expect, test } from "vitest";
import { ProfileForm } from "@/features/account/ProfileForm";
import { openAt } from "./page";
import { MIRA } from "./people";
import { ORIGIN, server } from "./server";

async function open() {
  const form = (
    <>
      <ProfileForm user={MIRA} />
      <Link to="/other">Elsewhere</Link>
      <a href="#phone">Further down</a>
    </>
  );
  await openAt("/", [
    { path: "/", element: form },
    { path: "/other", element: <h1>The other page</h1> },
  ]);
  return userEvent.setup();
}
const question = () => screen.queryByRole("dialog", { name: "Leave without saving?" });
const reloadIsStopped = () => !fireEvent(window, new Event("beforeunload", { cancelable: true }));

test("whoever has typed something is asked before they leave, and may stay or leave", async () => {
  const user = await open();
  await user.type(screen.getByLabelText("Your name"), " Rivers");
  expect(reloadIsStopped()).toBe(true);
  await user.click(screen.getByRole("link", { name: "Further down" }));
  expect(question()).toBeNull();
  await user.click(screen.getByRole("link", { name: "Elsewhere" }));
  expect(question()).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Keep editing" }));
  expect(screen.getByLabelText("Your name")).toHaveValue("Mira Flow Rivers");
  await user.click(screen.getByRole("link", { name: "Elsewhere" }));
  await user.click(screen.getByRole("button", { name: "Leave" }));
  expect(await screen.findByText("The other page")).toBeVisible();
  expect(reloadIsStopped()).toBe(false);
});

test("nobody is asked before they typed, nor after they saved", async () => {
  server.use(
    http.patch(`${ORIGIN}/auth/profile`, () => HttpResponse.json({ user: { ...MIRA, name: "Mira Rivers" } })),
  );
  const user = await open();
  expect(reloadIsStopped()).toBe(false);
  const name = screen.getByLabelText("Your name");
  await user.clear(name);
  await user.type(name, "Mira Rivers");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(reloadIsStopped()).toBe(false));
  await user.click(screen.getByRole("link", { name: "Elsewhere" }));
  expect(await screen.findByText("The other page")).toBeVisible();
});
