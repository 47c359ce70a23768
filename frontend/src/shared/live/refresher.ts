import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Returns a function that reloads queries, to be called at each change. A request under way may still return data from
 * before the change, so it is awaited first. Changes that come meanwhile cause only one reload.
 */
export function refresher(queryClient: QueryClient, queryKey: QueryKey): () => Promise<void> {
  let waiting = false;
  return async () => {
    if (waiting) return;
    waiting = true;
    await requestsUnderWay(queryClient, queryKey);
    waiting = false;
    await queryClient.invalidateQueries({ queryKey });
  };
}

/** Waits for the responses to requests that these queries have made already. */
export async function requestsUnderWay(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  const underWay = queryClient.getQueryCache().findAll({ queryKey, fetchStatus: "fetching" });
  await Promise.allSettled(underWay.map((query) => query.fetch()));
}
