import createClient from "openapi-fetch";
import { auth } from "@/shared/auth/auth";
import { authorisedFetch } from "@/shared/auth/authorisedFetch";
import type { paths } from "./main";

/** The main API, at the address this page came from. */
export const mainApi = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: authorisedFetch(auth),
});

/** The same address without a token: signing in must not wait for the renewal of an old sign-in. */
export const publicApi = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => fetch(request),
});
