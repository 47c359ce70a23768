import type { QueryClient } from "@tanstack/react-query";
import { auth } from "@/shared/auth/auth";

/** Keeps the cache in step with who is signed in, in whichever tab that changes. Returns a function that stops. */
export function followSignIn(queryClient: QueryClient): () => void {
  let last = auth.snapshot();
  const stopFollowing = auth.subscribe(() => {
    const now = auth.snapshot();
    if (now.user?.id !== last.user?.id) {
      // Not clear(): a public page that is open would keep a query that is no longer in the cache.
      queryClient.removeQueries({ predicate: ({ meta }) => !meta?.public });
    } else if (last.status === "expired" && now.status === "signed-in") {
      void queryClient.invalidateQueries();
    }
    last = now;
  });
  const stopKeeping = auth.onSignIn(async ({ id }) => {
    // Loaded only now, so that a visitor's first page stays small.
    const push = await import("@/shared/push/device").catch(() => null);
    if (push && !(await push.keepDevice(id))) await queryClient.invalidateQueries({ queryKey: ["device"] });
  });
  return () => {
    stopFollowing();
    stopKeeping();
  };
}
