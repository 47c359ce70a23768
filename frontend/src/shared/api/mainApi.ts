import createClient from "openapi-fetch";
import { auth } from "@/shared/auth/auth";
import { authorisedFetch } from "@/shared/auth/authorisedFetch";
import type { paths } from "./main";
import type { PlannedPaths } from "./planned";

type AllPaths = paths & Omit<PlannedPaths, keyof paths>;

/** The main API, at the address this page came from. */
export const mainApi = createClient<AllPaths>({
  baseUrl: window.location.origin,
  fetch: authorisedFetch(auth),
});

/** The same address without a token: signing in must not wait for the renewal of an old sign-in. */
export const publicApi = createClient<AllPaths>({
  baseUrl: window.location.origin,
  fetch: (request) => fetch(request),
});
