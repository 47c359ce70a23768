import { useSyncExternalStore } from "react";
import { type AuthState, AuthStore } from "./authStore";

declare global {
  interface Window {
    begunRenewal?: Promise<Response | null>;
  }
}

export const auth = new AuthStore(undefined, window.begunRenewal);

export function useAuth(): AuthState {
  return useSyncExternalStore(auth.subscribe, auth.snapshot);
}
