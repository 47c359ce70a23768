import { newKey } from "@/shared/api/newKey";
import type { Offer } from "./offer";

/**
 * The idempotency keys of bookings that the visitor asked for in this tab, kept until the API gives a clear response.
 * Every attempt sends the same key, so that a double click, a reload or a slow network books only once. Only a click
 * in this tab makes a key, so a link alone can never book.
 */
const PREFIX = "samaya.booking-intent.";
const remembered = new Map<number, string>();

/** An attempt to book: its key, and what the visitor saw when they asked for it. */
export type Intent = { key: string; offer: Offer };

function storage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

export const bookingIntent = {
  /** The unanswered attempt, else a new one. */
  start(sessionId: number, offer: Offer): Intent {
    const intent = this.pending(sessionId) ?? { key: newKey(), offer };
    remembered.set(sessionId, JSON.stringify(intent));
    storage()?.setItem(PREFIX + sessionId, JSON.stringify(intent));
    return intent;
  },
  pending(sessionId: number): Intent | null {
    const stored = storage()?.getItem(PREFIX + sessionId) ?? remembered.get(sessionId);
    return stored ? (JSON.parse(stored) as Intent) : null;
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
