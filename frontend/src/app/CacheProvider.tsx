import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { followOtherTabs } from "@/features/bookings/bookingTabs";
import { followSignIn } from "./followSignIn";
import { createQueryClient } from "./queryClient";

/** What the app has loaded, for as long as the same person is signed in. */
export function CacheProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  useEffect(() => followSignIn(queryClient), [queryClient]);
  useEffect(() => followOtherTabs(queryClient), [queryClient]);
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}
