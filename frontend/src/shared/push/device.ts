import { mainApi } from "@/shared/api/mainApi";
import { ApiProblem, answerOf } from "@/shared/api/problem";

/**
 * Whether this device shows notifications. `denied`: the browser refuses without asking again. `unsupported`: it cannot,
 * for instance on an iPhone before the page is on the home screen, or without https.
 */
export type DeviceState = "unsupported" | "denied" | "off" | "on";

/** Whose notifications this device shows: a subscription belongs to the browser, not to who is signed in. */
const OWNER = "samaya.push-owner";
const ASKED = "samaya.push-asked";

export async function deviceState(userId: number): Promise<DeviceState> {
  if (!supported()) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  if (Notification.permission !== "granted") return "off";
  const subscription = await currentSubscription();
  return subscription && recall(OWNER) === String(userId) ? "on" : "off";
}

/** Asks the browser for permission, which needs a click just before, and tells the server where to send. */
export async function turnOn(userId: number): Promise<DeviceState> {
  if (!supported()) return "unsupported";
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return permission === "denied" ? "denied" : "off";
  const { key } = await answerOf(mainApi.GET("/push/key"));
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription =
    (await currentSubscription()) ??
    (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) }));
  const { endpoint, keys } = subscription.toJSON();
  if (!endpoint || !keys?.p256dh || !keys.auth)
    throw new ApiProblem(0, undefined, undefined, "The browser gave an incomplete subscription");
  await answerOf(
    mainApi.POST("/push/subscriptions", {
      body: { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } },
    }),
  );
  remember(OWNER, String(userId));
  return "on";
}

/** For whoever signs out: the next person at this device must not see their notifications. Never stops a sign-out. */
export async function leaveDevice(): Promise<void> {
  await turnOff().catch(() => undefined);
}

export async function turnOff(): Promise<void> {
  if (!supported()) return;
  const subscription = await currentSubscription();
  if (!subscription) return;
  forget(OWNER);
  try {
    await answerOf(mainApi.DELETE("/push/subscriptions", { body: { endpoint: subscription.endpoint } }));
  } finally {
    // Without the browser's part the server's is refused at its next use, and forgotten there.
    await subscription.unsubscribe();
  }
}

/** Whether to offer reminders: nobody is asked twice, and nobody whom the browser would not let decide. */
export async function worthAsking(userId: number): Promise<boolean> {
  return recall(ASKED) === null && (await deviceState(userId)) === "off";
}

export function noteAsked(): void {
  remember(ASKED, "yes");
}

function supported(): boolean {
  return (
    typeof Notification !== "undefined" &&
    typeof PushManager !== "undefined" &&
    "serviceWorker" in navigator &&
    navigator.serviceWorker !== undefined
  );
}

async function currentSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Safari takes the key as bytes only. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function recall(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage may be blocked: the device then counts as off, and can be turned on again.
  }
}

function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was stored then.
  }
}
