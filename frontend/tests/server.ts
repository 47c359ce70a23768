import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";

export const ORIGIN = "http://localhost:3000";
/** Stands in for the services, both at one address. Each test sets their other responses. */
export const server = setupServer(
  http.get(`${ORIGIN}/ui-config`, () => HttpResponse.json({ crm_base_url: ORIGIN })),
);
