import { useSyncExternalStore } from "react";
import { type AuthState, AuthStore } from "./authStore";

export const auth = new AuthStore();

export function useAuth(): AuthState {
  return useSyncExternalStore(auth.subscribe, auth.snapshot);
}
