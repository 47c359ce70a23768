/**
 * "I want a place in this session", remembered in this tab until there is a definite answer. The key goes with every
 * try, so that however often the wish reaches the server, by double click, reload or a slow network, it is granted once.
 * A link alone can never book: the wish must have been made here, by a click.
 */
const PREFIX = "samaya.booking-wish.";
const remembered = new Map<number, string>();

function storage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** A random key; also where `crypto.randomUUID` is missing because the page is not served over https. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const bookingIntent = {
  /** The key of this wish: the one of an unanswered try, else a new one. */
  wish(sessionId: number): string {
    const key = this.pending(sessionId) ?? newKey();
    remembered.set(sessionId, key);
    storage()?.setItem(PREFIX + sessionId, key);
    return key;
  },
  pending(sessionId: number): string | null {
    return storage()?.getItem(PREFIX + sessionId) ?? remembered.get(sessionId) ?? null;
  },
  settle(sessionId: number): void {
    remembered.delete(sessionId);
    storage()?.removeItem(PREFIX + sessionId);
  },
};
