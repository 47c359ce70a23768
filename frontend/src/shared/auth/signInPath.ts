/** Where to sign in, carrying where to come back to. */
export function signInPath(next: string, expired = false): string {
  const query = new URLSearchParams({ next });
  if (expired) query.set("expired", "1");
  return `/sign-in?${query}`;
}

/** Only addresses of this app are followed after signing in: anything else could lead a customer to a copy of it. */
export function safeNext(next: string | null): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/";
  const target = new URL(next, window.location.origin);
  return target.origin === window.location.origin ? target.pathname + target.search : "/";
}
