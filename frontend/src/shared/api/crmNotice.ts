import { useSyncExternalStore } from "react";

const HEADER = "X-Samaya-Notice";
const UNCONFIRMED = "sign-in-unconfirmed";

let unconfirmed = false;
const listeners = new Set<() => void>();

/** Reads from an answer of the CRM whether it could confirm the sign-in with the main API. */
export function noteCrmAnswer(answer: Response): Response {
  const now = answer.headers.get(HEADER) === UNCONFIRMED;
  // Only a successful answer tells whether reading works.
  if (answer.ok && now !== unconfirmed) {
    unconfirmed = now;
    for (const listener of listeners) listener();
  }
  return answer;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the main API can't confirm the sign-in at present: the CRM then allows reading, but no changes. */
export function useSignInUnconfirmed(): boolean {
  return useSyncExternalStore(subscribe, () => unconfirmed);
}
