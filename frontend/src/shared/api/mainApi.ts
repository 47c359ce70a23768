import createClient from "openapi-fetch";
import { authorisedFetch } from "@/shared/session/authorisedFetch";
import { session } from "@/shared/session/session";
import type { paths } from "./main";

/** The main API, at the address this page came from. */
export const mainApi = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: authorisedFetch(session),
});

/** The same address without a token: signing in must not wait for an old session's renewal. */
export const publicApi = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => fetch(request),
});
