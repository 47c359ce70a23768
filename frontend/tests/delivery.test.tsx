import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { DeliveryPage } from "@/features/integration/DeliveryPage";
import { openAt } from "./page";
import { ORIGIN, server } from "./server";

const NOW = "2026-11-22T08:00:00+00:00";
const ATTEMPT = { started_at: NOW, duration_ms: 12, outcome: "refused", status_code: 401, error: null };
const DELIVERY = {
  id: 1,
  event_id: "evt_1",
  channel: "crm",
  kind: "booking_created",
  subject: "booking:1",
  person: "Ines Silva",
  version: 1,
  status: "delivered",
  attempts: 1,
  created_at: NOW,
  due_at: NOW,
  finished_at: NOW,
  last_error: null,
  request: {},
  response: null,
  attempts_made: [ATTEMPT],
};

test.each([
  [1, null],
  [2, "1 earlier attempt isn't shown."],
  [51, "50 earlier attempts aren't shown."],
])("a delivery of %i attempts says how many it does not show", async (total, note) => {
  server.use(
    http.get(`${ORIGIN}/api/crm/integration/deliveries/1`, () =>
      HttpResponse.json({ delivery: { ...DELIVERY, attempts_total: total } }),
    ),
  );
  await openAt("/deliveries/1", [{ path: "/deliveries/:messageId", element: <DeliveryPage /> }]);
  await screen.findByRole("heading", { name: "Attempts" });
  const notes = screen.queryAllByText(/earlier attempt/).map((found) => found.textContent);
  expect(notes).toEqual(note === null ? [] : [note]);
});

test("a message that was not sent says why in words", async () => {
  server.use(
    http.get(`${ORIGIN}/api/crm/integration/deliveries/1`, () =>
      HttpResponse.json({
        delivery: {
          ...DELIVERY,
          channel: "whatsapp",
          status: "skipped",
          last_error: "replaced",
          attempts_made: [],
          attempts_total: 0,
        },
      }),
    ),
  );
  await openAt("/deliveries/1", [{ path: "/deliveries/:messageId", element: <DeliveryPage /> }]);
  expect(await screen.findByText("A newer message replaced it.")).toBeTruthy();
  expect(screen.getByText("WhatsApp")).toBeTruthy();
});

test("a delivery names the guest and leads to them", async () => {
  server.use(
    http.get(`${ORIGIN}/api/crm/integration/deliveries/1`, () =>
      HttpResponse.json({ delivery: { ...DELIVERY, attempts_total: 1 } }),
    ),
  );
  await openAt("/deliveries/1", [{ path: "/deliveries/:messageId", element: <DeliveryPage /> }]);
  const guest = await screen.findByRole("link", { name: "Ines Silva" });
  expect(guest.getAttribute("href")).toBe("/admin/customers?search=Ines%20Silva");
});
