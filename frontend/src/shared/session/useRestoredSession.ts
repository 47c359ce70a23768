import { useCallback, useEffect, useState } from "react";
import { session, useSession } from "./session";
import type { SessionState } from "./sessionStore";

type Restored = { session: SessionState; problem: unknown; retry: () => Promise<void> };

/** After a reload the cookie brings the session back; `problem` says that the server could not be asked. */
export function useRestoredSession(): Restored {
  const state = useSession();
  const [problem, setProblem] = useState<unknown>(null);
  const restore = useCallback(async () => {
    try {
      await session.currentToken();
      setProblem(null);
    } catch (cause) {
      setProblem(cause);
    }
  }, []);
  useEffect(() => {
    if (state.status === "restoring") void restore();
  }, [state.status, restore]);
  return { session: state, problem, retry: restore };
}
