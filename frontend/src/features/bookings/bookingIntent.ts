/**
 * The idempotency keys of bookings that the visitor asked for in this tab, kept until the API gives a clear response.
 * Every attempt sends the same key, so that a double click, a reload or a slow network books only once. Only a click
 * in this tab makes a key, so a link alone can never book.
 */
const PREFIX = "samaya.booking-key.";
const remembered = new Map<number, string>();

function storage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** A random key. `crypto.randomUUID` is not used because it is missing on pages without https. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const bookingIntent = {
  /** The key of an unanswered attempt, else a new one. */
  key(sessionId: number): string {
    const key = this.pending(sessionId) ?? newKey();
    remembered.set(sessionId, key);
    storage()?.setItem(PREFIX + sessionId, key);
    return key;
  },
  pending(sessionId: number): string | null {
    return storage()?.getItem(PREFIX + sessionId) ?? remembered.get(sessionId) ?? null;
  },
  clear(sessionId: number): void {
    remembered.delete(sessionId);
    storage()?.removeItem(PREFIX + sessionId);
  },
  /** What one person asked for must not be booked for the next one who signs in in this tab. */
  clearAll(): void {
    remembered.clear();
    for (const name of Object.keys(storage() ?? {})) if (name.startsWith(PREFIX)) storage()?.removeItem(name);
  },
};
