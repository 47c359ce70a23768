import type { QueryClient } from "@tanstack/react-query";
import { bookingIntent } from "@/features/bookings/bookingIntent";
import { deviceKeys } from "@/features/push/deviceKeys";
import { auth } from "@/shared/auth/auth";

/** Forgets what belongs to one person when another one signs in, in whichever tab. Returns a function that stops. */
export function followSignIn(queryClient: QueryClient): () => void {
  let last = auth.snapshot();
  const stopFollowing = auth.subscribe(() => {
    const now = auth.snapshot();
    if (now.user?.id !== last.user?.id) {
      // Not clear(): a public page that is open would keep a query that is no longer in the cache.
      queryClient.removeQueries({ predicate: ({ meta }) => !meta?.public });
      // A visitor asks for a booking first and signs in on the way.
      if (last.user) bookingIntent.clearAll();
    } else if (last.status === "expired" && now.status === "signed-in") {
      void queryClient.invalidateQueries();
    }
    last = now;
  });
  const stopKeeping = auth.onSignIn(async ({ id }) => {
    // Loaded only now, so that a visitor's first page stays small.
    const push = await import("@/shared/push/device").catch(() => null);
    if (push && !(await push.keepDevice(id)))
      await queryClient.invalidateQueries({ queryKey: deviceKeys.all });
  });
  return () => {
    stopFollowing();
    stopKeeping();
  };
}
