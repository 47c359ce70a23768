import { setupServer } from "msw/node";

/** Answers in place of the services; each test says what they answer. */
export const server = setupServer();
export const ORIGIN = "http://localhost:3000";
