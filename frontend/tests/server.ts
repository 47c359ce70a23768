import { setupServer } from "msw/node";

/** Stands in for the services. Each test sets their responses. */
export const server = setupServer();
export const ORIGIN = "http://localhost:3000";
