import { useSyncExternalStore } from "react";

const HEADER = "X-Samaya-Notice";
const UNCONFIRMED = "sign-in-unconfirmed";

let unconfirmed = false;
const listeners = new Set<() => void>();

/** The CRM says with each answer whether it could confirm the sign-in at the main API. */
export function noteCrmAnswer(answer: Response): Response {
  const now = answer.headers.get(HEADER) === UNCONFIRMED;
  // A refusal says nothing of reading.
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

/** The CRM shows its own data while the main API can't confirm the sign-in: reading works, changes don't. */
export function useSignInUnconfirmed(): boolean {
  return useSyncExternalStore(subscribe, () => unconfirmed);
}
