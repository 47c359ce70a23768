import { staffWords as t } from "@/shared/i18n/staffWords";
import type { Integration } from "./integrationApi";

export type HealthLine = { channel: string; tone: "good" | "note" | "bad"; text: string };

/** The ways to people that an installation can have. The bell needs nothing. */
const TO_PEOPLE = ["email", "sms", "push", "whatsapp"] as const;
const NEEDS_SETTINGS: ReadonlySet<string> = new Set(["sms", "whatsapp"]);
const NO_MAIL_SERVER = "email_not_set_up";

export function healthLines(status: Integration): HealthLine[] {
  const crm: HealthLine = status.crm_reachable
    ? (troubleWith(status, "crm", "CRM") ?? { channel: "crm", tone: "good", text: t("health.crm.ok") })
    : { channel: "crm", tone: "bad", text: t("health.crm.unreachable") };
  return [crm, ...TO_PEOPLE.map((channel) => lineOf(status, channel))];
}

function lineOf(status: Integration, channel: (typeof TO_PEOPLE)[number]): HealthLine {
  const name = t(`health.${channel}`);
  if (channel === "email" && status.alerts.some((alert) => alert.name === NO_MAIL_SERVER))
    return { channel, tone: "bad", text: t("health.notSetUp.email", { channel: name }) };
  if (NEEDS_SETTINGS.has(channel) && !status.set_up.includes(channel))
    return {
      channel,
      tone: "note",
      text: t(channel === "sms" ? "health.notSetUp.sms" : "health.notSetUp.whatsapp", { channel: name }),
    };
  const trouble = troubleWith(status, channel, name);
  if (trouble) return trouble;
  if (status.mailbox && channel !== "push")
    return { channel, tone: "note", text: t("health.mailbox", { channel: name }) };
  return { channel, tone: "good", text: t("health.ok", { channel: name }) };
}

/** What stops a channel; null if it works or had nothing to send yet. */
function troubleWith(status: Integration, channel: string, name: string): HealthLine | null {
  const state = status.channels.find((one) => one.channel === channel);
  if (!state || state.status === "ok") return null;
  const known = state.status === "paused" || state.status === "refused" ? state.status : "failing";
  const text = t(`health.${known}`, { channel: name, reason: state.reason ?? state.status });
  return { channel, tone: "bad", text };
}
