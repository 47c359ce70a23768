import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { followOtherTabs } from "@/features/bookings/bookingTabs";
import { followSignIn } from "./followSignIn";
import { createQueryClient } from "./queryClient";

/** What the app has loaded, for as long as the same person is signed in. */
export function CacheProvider({ client, children }: { client?: QueryClient; children: ReactNode }) {
  const [queryClient] = useState(() => client ?? createQueryClient());
  useEffect(() => followSignIn(queryClient), [queryClient]);
  useEffect(() => followOtherTabs(queryClient), [queryClient]);
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}
