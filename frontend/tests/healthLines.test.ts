import { expect, test } from "vitest";
import { healthLines } from "@/features/integration/healthLines";
import type { Integration } from "@/features/integration/integrationApi";

const NOW = "2026-11-22T08:00:00+00:00";
const ALL_WELL = {
  crm_reachable: true,
  channels: [],
  alerts: [],
  set_up: ["discord", "email", "in_app", "push", "slack", "sms", "whatsapp"],
  mailbox: false,
} as Partial<Integration> as Integration;

const channel = (name: string, status: string, reason: string | null) => ({
  channel: name,
  status,
  since: NOW,
  reason,
  last_success_at: null,
  last_failure_at: null,
});
const texts = (change: Partial<Integration>) =>
  Object.fromEntries(healthLines({ ...ALL_WELL, ...change }).map((line) => [line.channel, line.text]));

test("everything that is set up and did not fail works", () => {
  expect(healthLines(ALL_WELL).map(({ tone }) => tone)).toEqual(["good", "good", "good", "good", "good"]);
  expect(texts({}).email).toBe("Mail: works.");
});

test("what is not set up says which settings it needs", () => {
  expect(texts({ set_up: ["email"] }).sms).toContain("TWILIO_ACCOUNT_SID");
  expect(texts({ set_up: ["email"] }).whatsapp).toContain("WHATSAPP_TOKEN");
  const alert = { name: "email_not_set_up", since: NOW, detail: "" };
  expect(texts({ alerts: [alert] }).email).toContain("SMTP_SERVER");
});

test("a channel that fails, is refused or paused says why and what follows", () => {
  const channels = [
    channel("email", "paused", "The server moves"),
    channel("sms", "refused", "401"),
    channel("push", "failing", "timeout"),
  ];
  expect(texts({ channels })).toMatchObject({
    email: "Mail: paused by an admin. What waits is sent when it is resumed. Reason: The server moves",
    sms: "SMS: access is refused. Check its credentials, then resume it under Integration. Reason: 401",
    push: "Notifications in the browser: fails at the moment. What waits is tried again. Reason: timeout",
  });
  expect(texts({ crm_reachable: false }).crm).toContain("can't be reached");
});

test("in development nothing leaves the machine, and the page says so", () => {
  expect(texts({ mailbox: true }).email).toContain("mailbox on this machine");
});
