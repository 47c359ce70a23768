import { fireEvent, screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, expect, test, vi } from "vitest";
import { problemFrom } from "@/shared/api/problem";
import { auth } from "@/shared/auth/auth";
import { useConfirmed } from "@/shared/auth/useConfirmed";
import { openAt } from "./page";
import { MIRA } from "./people";
import { ORIGIN, server } from "./server";

afterEach(() => {
  vi.useRealTimers();
  auth.signOut();
});

test("who has no password types the mailed code, and can ask for another after a minute", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  auth.signIn({ access_token: "a.b.c", user: { ...MIRA, has_password: false } });
  let mails = 0;
  let confirmed = false;
  server.use(
    http.post(`${ORIGIN}/auth/confirm/code`, () => {
      mails += 1;
      return HttpResponse.json({ message: "We've mailed you a code." }, { status: 202 });
    }),
    http.post(`${ORIGIN}/auth/confirm`, async ({ request }) => {
      const { code } = (await request.json()) as { code: string };
      confirmed = code === "042137";
      const wrong = { error: "Wrong.", errors: [{ field: "code", message: "Wrong.", code: "wrong_code" }] };
      return confirmed ? new HttpResponse(null, { status: 204 }) : HttpResponse.json(wrong, { status: 400 });
    }),
    http.post(`${ORIGIN}/change`, () =>
      confirmed
        ? new HttpResponse(null, { status: 204 })
        : HttpResponse.json({ error: "Confirm.", code: "confirmation_needed" }, { status: 403 }),
    ),
  );
  const done = vi.fn();
  const change = async () => {
    const response = await fetch(`${ORIGIN}/change`, { method: "POST" });
    if (!response.ok) throw problemFrom(response.status, await response.json());
  };
  const Page = () => {
    const { run, dialog } = useConfirmed<null>(change, done);
    return (
      <>
        <button type="button" onClick={() => run(null)}>
          Go
        </button>
        {dialog}
      </>
    );
  };
  await openAt("/", [{ path: "/", element: <Page /> }]);
  fireEvent.click(screen.getByRole("button", { name: "Go" }));
  expect(await screen.findByText(/We've mailed a code to mira@example.com/)).toBeTruthy();
  expect(screen.queryByLabelText("Password")).toBeNull();
  expect(screen.queryByRole("button", { name: "Send another code" })).toBeNull();
  await vi.advanceTimersByTimeAsync(60_000);
  fireEvent.click(await screen.findByRole("button", { name: "Send another code" }));
  await vi.waitFor(() => expect(mails).toBe(2));
  const type = (code: string) => {
    fireEvent.change(screen.getByLabelText("Code"), { target: { value: code } });
    fireEvent.click(screen.getByRole("button", { name: "Confirm" }));
  };
  type("111111");
  expect(await screen.findByText(/This code is wrong/)).toBeTruthy();
  expect(done).not.toHaveBeenCalled();
  type("042137");
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
});
