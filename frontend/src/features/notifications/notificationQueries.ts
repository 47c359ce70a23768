import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { mainApi } from "@/shared/api/mainApi";
import { dataOf } from "@/shared/api/problem";

const LATEST = 8;
const PAGE_SIZE = 20;
export const notificationKeys = {
  all: ["notifications"],
  latest: ["notifications", "latest"],
  list: ["notifications", "all"],
} as const;

async function read(page: number, size: number, signal: AbortSignal) {
  return dataOf(mainApi.GET("/notifications", { params: { query: { page, per_page: size } }, signal }));
}

/** The newest few and how many are unread: what the bell shows. */
export const latestQuery = queryOptions({
  queryKey: notificationKeys.latest,
  queryFn: ({ signal }) => read(1, LATEST, signal),
});

export const allNotificationsQuery = infiniteQueryOptions({
  queryKey: notificationKeys.list,
  queryFn: ({ pageParam, signal }) => read(pageParam, PAGE_SIZE, signal),
  initialPageParam: 1,
  getNextPageParam: ({ pagination }) => (pagination.has_next ? pagination.page + 1 : undefined),
});

type Page = Awaited<ReturnType<typeof read>>;
export type Notification = Page["notifications"][number];
export type Which = { ids: number[] } | { all: true };

/** Marks notifications as read: at once on the page, then at the server. */
export async function markRead(queryClient: QueryClient, which: Which): Promise<void> {
  applyRead(queryClient, which);
  try {
    await dataOf(mainApi.POST("/notifications/read", { body: which }));
  } finally {
    await queryClient.invalidateQueries({ queryKey: notificationKeys.all });
  }
}

/** Exported for tests. */
export function applyRead(queryClient: QueryClient, which: Which): void {
  const at = new Date().toISOString();
  const chosen = (id: number) => "all" in which || which.ids.includes(id);
  const change = (page: Page): Page => {
    const reached = page.notifications.filter(({ id, read_at }) => read_at === null && chosen(id));
    return {
      ...page,
      unread: "all" in which ? 0 : Math.max(0, page.unread - reached.length),
      notifications: page.notifications.map((each) =>
        reached.includes(each) ? { ...each, read_at: at } : each,
      ),
    };
  };
  queryClient.setQueryData(latestQuery.queryKey, (page) => page && change(page));
  queryClient.setQueryData(
    allNotificationsQuery.queryKey,
    (data) => data && { ...data, pages: data.pages.map(change) },
  );
}
