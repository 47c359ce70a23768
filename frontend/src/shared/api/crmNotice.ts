import { useSyncExternalStore } from "react";

const HEADER = "X-Samaya-Notice";
const UNCONFIRMED = "sign-in-unconfirmed";

let unconfirmed = false;
const listeners = new Set<() => void>();

/** Reads from a response of the CRM whether it could confirm the sign-in with the main API. */
export function noteCrmResponse(response: Response): Response {
  const now = response.headers.get(HEADER) === UNCONFIRMED;
  // Only a successful response tells whether reading works.
  if (response.ok && now !== unconfirmed) {
    unconfirmed = now;
    for (const listener of listeners) listener();
  }
  return response;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the main API can't confirm the sign-in at present: the CRM then allows reading, but no changes. */
export function useSignInUnconfirmed(): boolean {
  return useSyncExternalStore(subscribe, () => unconfirmed);
}
