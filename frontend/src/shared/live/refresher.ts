import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * A function that asks again for what may have changed, to be called at each change. An answer that is still on its way
 * may be from before the change, and would be taken for the new one: it is awaited first. However many changes come
 * meanwhile, they are asked for once.
 */
export function refresher(queryClient: QueryClient, queryKey: QueryKey): () => Promise<void> {
  let waiting = false;
  return async () => {
    if (waiting) return;
    waiting = true;
    const underWay = queryClient.getQueryCache().findAll({ queryKey, fetchStatus: "fetching" });
    await Promise.allSettled(underWay.map((query) => query.fetch()));
    waiting = false;
    await queryClient.invalidateQueries({ queryKey });
  };
}
