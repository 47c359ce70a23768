import { mainApi } from "@/shared/api/mainApi";
import { ApiProblem, dataOf } from "@/shared/api/problem";
import { auth } from "@/shared/auth/auth";

/**
 * Whether this device shows notifications. `denied`: the browser refuses without asking again. `unsupported`: it cannot,
 * for instance on an iPhone before the page is on the home screen, or without https.
 */
export type DeviceState = "unsupported" | "denied" | "off" | "on";

/** The person whose notifications this device shows: a subscription belongs to the browser, not to a person. */
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
  const { key } = await dataOf(mainApi.GET("/push/key"));
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription =
    (await currentSubscription()) ??
    (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) }));
  await tellServer(subscription);
  remember(OWNER, String(userId));
  return "on";
}

/**
 * Tells the server of this person's device again: it forgets all devices at a new password and when somebody signs out
 * everywhere. Returns false if that failed: the device then counts as off and can be turned on again.
 */
export async function keepDevice(userId: number): Promise<boolean> {
  if ((await deviceState(userId)) !== "on") return true;
  try {
    const subscription = await currentSubscription();
    // In another tab, somebody else may have signed in meanwhile.
    if (subscription && auth.snapshot().user?.id === userId) await tellServer(subscription);
    return true;
  } catch {
    forget(OWNER);
    return false;
  }
}

/** Turns notifications off when a person signs out, so that the next one does not see them. Errors are ignored. */
export async function leaveDevice(): Promise<void> {
  await turnOff().catch(() => undefined);
}

export async function turnOff(): Promise<void> {
  if (!supported()) return;
  const subscription = await currentSubscription();
  if (!subscription) return;
  forget(OWNER);
  try {
    await dataOf(mainApi.DELETE("/push/subscriptions", { body: { endpoint: subscription.endpoint } }));
  } finally {
    // Even if the server still has the subscription, its next push is refused and it then deletes it.
    await subscription.unsubscribe();
  }
}

/** Whether to offer reminders: only once, and only if the browser would ask for permission. */
export async function shouldOffer(userId: number): Promise<boolean> {
  return recall(ASKED) === null && (await deviceState(userId)) === "off";
}

export function rememberOffer(): void {
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

async function tellServer(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  if (!endpoint || !keys?.p256dh || !keys.auth)
    throw new ApiProblem(0, undefined, undefined, "The browser gave an incomplete subscription");
  await dataOf(
    mainApi.POST("/push/subscriptions", {
      body: { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } },
    }),
  );
}

async function currentSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Decodes the key to bytes, the only form that Safari accepts. */
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
    // Storage may be blocked: notifications then count as off and can be turned on again.
  }
}

function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was stored then.
  }
}
