import { useSyncExternalStore } from "react";
import { type SessionState, SessionStore } from "./sessionStore";

export const session = new SessionStore();

export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, session.snapshot);
}
