import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { PayloadFacts } from "@/features/approvals/PayloadFacts";
import { CustomerPage } from "@/features/customers/CustomerPage";
import { CustomersPage } from "@/features/customers/CustomersPage";
import { openAt } from "./page";
import { ORIGIN, server } from "./server";

const INES = {
  id: 7,
  name: "Ines Silva",
  email: "ines@example.com",
  phone: "+351912345678",
  website_user_id: "samaya_user_12",
  language: "en",
  source: "samaya",
  created_at: "2026-11-22T08:00:00+00:00",
};
const REQUEST = { id: 3, kind: "registration", status: "approved", created_at: INES.created_at };
const ROUTES = [
  { path: "/admin/customers", element: <CustomersPage /> },
  { path: "/admin/customers/:customerId", element: <CustomerPage /> },
];

test("an approved customer has a page, with the request that it came from", async () => {
  const pagination = { page: 1, per_page: 20, total: 1, pages: 1, has_next: false, has_prev: false };
  server.use(
    http.get(`${ORIGIN}/api/customers`, ({ request }) => {
      expect(new URL(request.url).searchParams.get("search")).toBe("Ines");
      return HttpResponse.json({ customers: [INES], pagination });
    }),
    http.get(`${ORIGIN}/api/customers/7`, () =>
      HttpResponse.json({
        customer: {
          ...INES,
          requests: [REQUEST],
          requests_total: 1,
          tickets: [],
          tickets_total: 0,
          audit: [],
        },
      }),
    ),
  );
  await openAt("/admin/customers?search=Ines", ROUTES);
  (await screen.findByRole("link", { name: "Ines Silva" })).click();
  expect(await screen.findByRole("heading", { level: 1, name: "Ines Silva" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "+351912345678" }).getAttribute("href")).toBe("tel:+351912345678");
  const request = screen.getByRole("link", { name: "Registration" });
  expect(request.getAttribute("href")).toBe("/admin/approvals?show=history&request=3");
});

test("a decided request does not say that it waits for approval", async () => {
  const payload = { customer: { firstName: "Ines", status: "pending_approval" } };
  await openAt("/", [{ path: "/", element: <PayloadFacts payload={payload} /> }]);
  expect(await screen.findByText("Ines")).toBeTruthy();
  expect(screen.queryByText("pending_approval")).toBeNull();
});
