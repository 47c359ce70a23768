/** The address of the sign-in page, with the address to return to. */
export function signInPath(next: string, expired = false): string {
  const query = new URLSearchParams({ next });
  if (expired) query.set("expired", "1");
  return `/sign-in?${query}`;
}

/** The address to return to after signing in. Only addresses of this app are followed, never those of another site. */
export function safeNext(next: string | null): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/";
  const target = new URL(next, window.location.origin);
  return target.origin === window.location.origin ? target.pathname + target.search : "/";
}
