import { notifyManager, QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/shared/api/problem";
import { afterClick } from "@/shared/ui/pointerPress";

declare module "@tanstack/react-query" {
  interface Register {
    /** `public`: the same for everybody. Other queries are forgotten when the person who is signed in changes. */
    queryMeta: { public?: true };
  }
}

// A response that arrives during a press must not move the list under the pointer.
notifyManager.setScheduler((notify) => setTimeout(() => afterClick(notify), 0));

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // One quick retry hides a short failure. After that, the page shows it and counts down to the next try.
        retry: (failures, problem) => problem instanceof ApiProblem && problem.unreachable && failures < 1,
        retryDelay: 400,
        // The layout shows that the reader is offline; a paused query would look like loading.
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}
