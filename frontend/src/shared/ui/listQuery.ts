/** The page of a list, from the address; anything odd is the first. */
export function pageOf(query: URLSearchParams): number {
  const page = Number(query.get("page"));
  return Number.isSafeInteger(page) && page > 0 && page <= 1_000_000 ? page : 1;
}

/** Another filter in the address begins at the first page again. */
export function withFilter(query: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete("page");
  if (value === "") next.delete(name);
  else next.set(name, value);
  return next;
}
