import { useCallback, useEffect, useState } from "react";
import { auth, useAuth } from "./auth";
import type { AuthState } from "./authStore";

type Restored = { auth: AuthState; problem: unknown; retry: () => Promise<void> };

/** Restores the sign-in from the cookie after a reload. `problem` is set if the server can't be reached. */
export function useRestoredAuth(): Restored {
  const state = useAuth();
  const [problem, setProblem] = useState<unknown>(null);
  const restore = useCallback(async () => {
    try {
      await auth.currentToken();
      setProblem(null);
    } catch (cause) {
      setProblem(cause);
    }
  }, []);
  useEffect(() => {
    if (state.status === "restoring") void restore();
  }, [state.status, restore]);
  return { auth: state, problem, retry: restore };
}
