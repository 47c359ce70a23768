/** The page number of a list, from the address; 1 if it is not valid. */
export function pageOf(query: URLSearchParams): number {
  const page = Number(query.get("page"));
  return Number.isSafeInteger(page) && page > 0 && page <= 1_000_000 ? page : 1;
}

/** Sets a filter in the address and returns to the first page. */
export function withFilter(query: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete("page");
  if (value === "") next.delete(name);
  else next.set(name, value);
  return next;
}
