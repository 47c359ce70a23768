import type { AuthStore } from "./authStore";

/** Adds the access token; a 401 is answered by one renewal and one more try with the same body. */
export function authorisedFetch(auth: AuthStore) {
  return async (request: Request): Promise<Response> => {
    const spare = request.clone();
    const token = await auth.currentToken();
    const first = await fetch(withToken(request, token));
    if (first.status !== 401 || token === null) return first;
    const renewed = await auth.renew();
    return renewed === null ? first : fetch(withToken(spare, renewed));
  };
}

function withToken(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}
