import { messages as en } from "@/shared/i18n/en/messages";
import { messages as hi } from "@/shared/i18n/hi/messages";
import type { Translate } from "./messages";
import type { PageWords } from "./useWords";

type Words = typeof en;
export type MessageT = Translate<Words>;
export const messageWords: PageWords<Words> = { en, hi };

type Known<P extends string> = Extract<keyof Words, `${P}.${string}`>;
const known = <P extends "kind" | "channel" | "state" | "reason">(prefix: P, name: string) => {
  const key = `${prefix}.${name}`;
  return Object.hasOwn(en, key) ? (key as Known<P>) : null;
};

/** Hours before the start. A reminder with fewer has the text of the last one, as in the API's preferences. */
const LAST_REMINDER_BELOW = 12;

/** The name of a kind of message, the same on every page; null for a kind that this release does not know. */
export function knownKindName(t: MessageT, kind: string): string | null {
  const hours = /^reminder_(\d+)h$/.exec(kind)?.[1];
  if (hours) return t(Number(hours) < LAST_REMINDER_BELOW ? "kind.reminder_2h" : "kind.reminder_24h");
  const key = known("kind", kind);
  return key ? t(key) : null;
}

/** The same, for guests: "Message" for a kind that this release does not know. */
export function kindName(t: MessageT, kind: string): string {
  return knownKindName(t, kind) ?? t("kind.other");
}

export function channelName(t: MessageT, channel: string): string {
  const key = known("channel", channel);
  return key ? t(key) : channel.replaceAll("_", " ");
}

export function stateName(t: MessageT, state: string): string {
  const key = known("state", state);
  return key ? t(key) : state.replaceAll("_", " ");
}

/** Why a message was not sent, or sent earlier, in a sentence; null where there is nothing to say. */
export function reasonText(t: MessageT, reason: string | null | undefined): string | null {
  const key = reason ? known("reason", reason) : null;
  return key ? t(key) : null;
}
