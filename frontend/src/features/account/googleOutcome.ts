/** How signing in with Google ended, as the API says in the address of the page that it leads back to. */
const SENTENCES = {
  connected: "google.connected",
  cancelled: "google.cancelled",
  unavailable: "google.unavailable",
  unconfirmed_at_google: "google.unconfirmed_at_google",
  account_exists: "google.account_exists",
  other_address: "google.other_address",
  other_account: "google.other_account",
  switched_off: "google.switched_off",
} as const;

/** The key of its sentence. */
export function googleOutcome(outcome: string) {
  return Object.hasOwn(SENTENCES, outcome) ? SENTENCES[outcome as keyof typeof SENTENCES] : "google.failed";
}
