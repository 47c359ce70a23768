import { useCallback, useEffect, useState } from "react";
import { auth, useAuth } from "./auth";
import type { AuthState } from "./authStore";

type Restored = { auth: AuthState; problem: unknown; retry: () => Promise<void> };

/** After a reload the cookie brings the sign-in back; `problem` says that the server could not be asked. */
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
