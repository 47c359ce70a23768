import { notifyManager, QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/shared/api/problem";
import { afterClick } from "@/shared/ui/pointerPress";

// An answer that arrives during a press must not move the list under the pointer.
notifyManager.setScheduler((notify) => setTimeout(() => afterClick(notify), 0));

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // One quick second try hides a blip; after that the page itself says so and counts down to the next.
        retry: (failures, problem) => problem instanceof ApiProblem && problem.unreachable && failures < 1,
        retryDelay: 400,
        // The pages say themselves that the reader is offline; a paused query would only look like loading.
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}
