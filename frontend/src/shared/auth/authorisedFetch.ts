import type { AuthStore } from "./authStore";

/** Adds the access token. After a 401, renews the token once and repeats the request. */
export function authorisedFetch(auth: AuthStore) {
  return async (request: Request): Promise<Response> => {
    const copy = request.clone();
    const token = await auth.currentToken();
    const first = await fetch(withToken(request, token));
    if (first.status !== 401 || token === null) return first;
    const renewed = await auth.renew();
    return renewed === null ? first : fetch(withToken(copy, renewed));
  };
}

function withToken(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}
