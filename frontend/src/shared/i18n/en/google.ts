/** Signing in with Google. */
export const google = {
  "google.continue": "Continue with Google",
  "google.or": "or",
  "google.finishing": "Signing you in…",
  "google.cancelled": "You didn't finish signing in with Google. Try again, or use your password.",
  "google.failed": "Signing in with Google didn't work. Please try again.",
  "google.unavailable": "Google can't be reached right now. Try again in a moment, or use your password.",
  "google.unconfirmed_at_google":
    "Google hasn't confirmed your e-mail address yet. Confirm it at Google first, or use a password here.",
  "google.account_exists":
    "There's already an account with this e-mail address. Sign in with your password, then connect Google under Account.",
  "google.other_address": "That Google account has another e-mail address. Choose the one with {email}.",
  "google.other_account": "That Google account already opens another account here.",
  "google.switched_off": "This account is switched off. Please ask the studio.",
  "google.connected": "Google is connected. From now on you can sign in with it.",
  "google.heading": "Google",
  "google.isConnected": "You can sign in with your Google account.",
  "google.notConnected":
    "Sign in without typing a password. Use the Google account with the address {email}.",
  "google.connect": "Connect Google",
  "google.disconnect": "Disconnect Google",
  "google.passwordText":
    "You sign in with Google. To have a password as well, choose one with a link that we e-mail you.",
  "google.passwordLink": "E-mail me a link",
  "google.passwordSent": "We've sent a link to {email}. It works for an hour.",
} as const;
