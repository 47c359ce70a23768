import { messages as en } from "@/shared/i18n/en/messages";
import { messages as hi } from "@/shared/i18n/hi/messages";
import type { Translate } from "@/shared/i18n/messages";
import type { PageWords } from "@/shared/i18n/useWords";

type Words = typeof en;
export type MessageT = Translate<Words>;
export const messageWords: PageWords<Words> = { en, hi };

type Known<P extends string> = Extract<keyof Words, `${P}.${string}`>;
const known = <P extends "kind" | "channel" | "state" | "reason">(prefix: P, name: string) => {
  const key = `${prefix}.${name}`;
  return Object.hasOwn(en, key) ? (key as Known<P>) : null;
};

/** The name of a kind of message; "Message" for a kind that this release does not know. */
export function kindName(t: MessageT, kind: string): string {
  const hours = /^reminder_(\d+)h$/.exec(kind)?.[1];
  if (hours) return t("kind.reminder", { count: Number(hours) });
  const key = known("kind", kind);
  return key && key !== "kind.reminder" ? t(key) : t("kind.other");
}

/** The name of a kind in the preferences: reminders have no hours there, because each installation sets its own. */
export function choiceName(t: MessageT, kind: string): string {
  if (kind === "reminder_24h" || kind === "reminder_2h") return t(`preferences.${kind}`);
  return kindName(t, kind);
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
