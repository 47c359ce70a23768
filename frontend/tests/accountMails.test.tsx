import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, expect, test } from "vitest";
import { ForgottenPasswordPage } from "@/features/account/ForgottenPasswordPage";
import { ResetPasswordPage } from "@/features/account/ResetPasswordPage";
import { VerifyEmailPage } from "@/features/account/VerifyEmailPage";
import { auth } from "@/shared/auth/auth";
import { openAt } from "./page";
import { accessToken, MIRA } from "./people";
import { ORIGIN, server } from "./server";

const ROUTES = [
  { path: "/forgotten-password", element: <ForgottenPasswordPage /> },
  { path: "/reset-password", element: <ResetPasswordPage /> },
  { path: "/verify-email", element: <VerifyEmailPage /> },
];
const gone = () => HttpResponse.json({ status: 410, code: "token_expired", error: "Gone." }, { status: 410 });

afterEach(() => auth.signOut());

test("after asking for a new password nothing says whether the address is known", async () => {
  server.use(
    http.post(`${ORIGIN}/auth/forgotten-password`, () =>
      HttpResponse.json({ message: "ok" }, { status: 202 }),
    ),
  );
  await openAt("/forgotten-password", ROUTES);
  await userEvent.type(await screen.findByLabelText("E-mail"), "mira@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Send the link" }));
  expect(await screen.findByText(/^If mira@example.com belongs to an account/)).toBeVisible();
});

test("a new password signs this browser out too", async () => {
  let body: unknown;
  server.use(
    http.post(`${ORIGIN}/auth/reset-password`, async ({ request }) => {
      body = await request.json();
      return HttpResponse.json({ message: "ok" });
    }),
  );
  auth.signIn({ access_token: accessToken(), user: MIRA });
  await openAt("/reset-password?token=t-1", ROUTES);
  await userEvent.type(await screen.findByLabelText("New password"), "a calm river stone");
  await userEvent.click(screen.getByRole("button", { name: "Change password" }));
  await screen.findByRole("heading", { name: "Your password is changed" });
  expect(body).toEqual({ token: "t-1", password: "a calm river stone" });
  expect(auth.snapshot().status).toBe("anonymous");
});

test("a used link to a new password leads to a fresh one", async () => {
  server.use(http.post(`${ORIGIN}/auth/reset-password`, gone));
  await openAt("/reset-password?token=t-1", ROUTES);
  await userEvent.type(await screen.findByLabelText("New password"), "a calm river stone");
  await userEvent.click(screen.getByRole("button", { name: "Change password" }));
  await screen.findByRole("heading", { name: "This link no longer works" });
  expect(screen.getByRole("link", { name: "Get a new link" })).toHaveAttribute("href", "/forgotten-password");
});

test("a weak password is refused at its field, and the link works on", async () => {
  server.use(
    http.post(`${ORIGIN}/auth/reset-password`, () =>
      HttpResponse.json(
        {
          status: 400,
          code: "invalid",
          error: "x",
          field: "password",
          errors: [{ field: "password", code: "password_common", message: "x" }],
        },
        { status: 400 },
      ),
    ),
  );
  await openAt("/reset-password?token=t-1", ROUTES);
  await userEvent.type(await screen.findByLabelText("New password"), "password123");
  await userEvent.click(screen.getByRole("button", { name: "Change password" }));
  await screen.findByText("This password is too easy to guess. Choose another one.");
  expect(screen.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
});

test("opening the link confirms nothing; the click does", async () => {
  let confirmed = 0;
  server.use(
    http.post(`${ORIGIN}/auth/verify-email`, () => {
      confirmed += 1;
      return HttpResponse.json({ message: "ok" });
    }),
  );
  auth.signIn({ access_token: accessToken(), user: { ...MIRA, email_verified: false } });
  await openAt("/verify-email?token=t-1", ROUTES);
  const button = await screen.findByRole("button", { name: "Confirm my e-mail address" });
  expect(screen.getByText("Confirm that mira@example.com is yours.")).toBeVisible();
  expect(confirmed).toBe(0);
  await userEvent.click(button);
  await screen.findByRole("heading", { name: "Thank you, that's confirmed" });
  expect(auth.snapshot().user?.email_verified).toBe(true);
});
