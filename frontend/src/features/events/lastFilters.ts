/**
 * The query of Discover as this tab last showed it, for the way back from an event. Signing in on the way, also at
 * Google, or paying may load the page anew.
 */
const KEY = "samaya.discover";

export function keepFilters(search: string): void {
  try {
    sessionStorage.setItem(KEY, search);
  } catch {
    // Storage may be blocked: the way back then leads to all events.
  }
}

export function lastFilters(): string {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
