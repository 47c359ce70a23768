import { useEffect, useState } from "react";
import { useAuth } from "@/shared/auth/auth";
import type { LiveState } from "./eventStream";
import { personalStreams } from "./personalStreams";

/** What happens to a person's bookings and notifications, as the main API tells their open pages. */
export const ownStream = personalStreams("samaya-notifications", () => "/live/notifications");

/** Whether this person's open pages hear of changes. If not, a page has to ask. */
export function useOwnStreamState(): LiveState {
  const { user } = useAuth();
  const userId = user?.id;
  const [state, setState] = useState<LiveState>("connecting");
  useEffect(() => {
    if (userId !== undefined)
      return ownStream(userId).listen({ onEvent: () => undefined, onState: setState });
  }, [userId]);
  return state;
}
