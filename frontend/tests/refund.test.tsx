import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import { RefundDialog } from "@/features/money/RefundDialog";
import type { Order } from "@/features/payments";
import { openAt } from "./page";
import { ORIGIN, server } from "./server";

test.each([
  ["en", "Refund €9", "Reason", "Password", "Confirm", "Wrong password."],
  ["hi", "€9 लौटाएँ", "कारण", "पासवर्ड", "पुष्टि करें", "पासवर्ड ग़लत है।"],
])(
  "money goes back once the password is right, in %s",
  async (language, refund, reason, label, submit, wrong) => {
    localStorage.setItem("samaya.language", language);
    let confirmed = false;
    server.use(
      http.post(`${ORIGIN}/orders/5/refunds`, () =>
        confirmed
          ? HttpResponse.json({ order: {} }, { status: 201 })
          : HttpResponse.json({ error: "Confirm first.", code: "confirmation_needed" }, { status: 403 }),
      ),
      http.post(`${ORIGIN}/auth/confirm`, async ({ request }) => {
        const { password } = (await request.json()) as { password: string };
        if (password !== "correct horse")
          return HttpResponse.json({ error: "Wrong password.", code: "wrong_password" }, { status: 403 });
        confirmed = true;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const done = vi.fn();
    const order = { id: 5, currency: "EUR" } as Order;
    await openAt("/", [
      {
        path: "/",
        element: <RefundDialog order={order} most={900} onDone={done} onClose={() => undefined} />,
      },
    ]);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText(reason), "The heating was off");
    await user.click(screen.getByRole("button", { name: refund }));
    await user.type(await screen.findByLabelText(label), "wrong");
    await user.click(screen.getByRole("button", { name: submit }));
    expect(await screen.findByText(wrong)).toBeTruthy();
    expect(done).not.toHaveBeenCalled();
    await user.clear(screen.getByLabelText(label));
    await user.type(screen.getByLabelText(label), "correct horse");
    await user.click(screen.getByRole("button", { name: submit }));
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
  },
);
