import { expect, test } from "vitest";
import { choiceTable } from "@/features/account/preferences";

const choice = (kind: string, channel: string) => ({
  kind,
  channel,
  enabled: true,
  fixed: false,
  hours_before: [],
});

test("the choices form a table: kinds in their groups, channels in one order", () => {
  const { channels, groups } = choiceTable([
    choice("reminder_24h", "sms"),
    choice("reminder_24h", "email"),
    choice("booking_changed", "push"),
    choice("booking_confirmed", "email"),
  ]);
  expect(channels).toEqual(["email", "sms", "push"]);
  expect(groups.map(({ group, kinds }) => [group, kinds.map(({ kind }) => kind)])).toEqual([
    ["booking", ["booking_changed", "booking_confirmed"]],
    ["reminder", ["reminder_24h"]],
  ]);
});

test("a kind from a newer release stands among the bookings, and a new channel last", () => {
  const { channels, groups } = choiceTable([choice("yoga_mat", "pigeon"), choice("yoga_mat", "email")]);
  expect(channels).toEqual(["email", "pigeon"]);
  expect(groups[0]?.group).toBe("booking");
});
