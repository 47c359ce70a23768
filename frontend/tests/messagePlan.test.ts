import { describe, expect, test } from "vitest";
import { readableKind } from "@/features/integration/readable";
import {
  byGuest,
  groupMessages,
  messageTime,
  type PlannedMessage,
  shownState,
} from "@/features/messages/messagePlan";
import { messages as english } from "@/shared/i18n/en/messages";
import { translator } from "@/shared/i18n/messages";
import { channelName, kindName, messageWords, reasonText } from "@/shared/i18n/messageWords";

const t = translator<typeof messageWords.en>(messageWords.en, "en-GB");
const message = (
  id: string,
  kind: string,
  channel: string,
  due: string,
  more: Partial<PlannedMessage> = {},
) => ({
  id,
  kind,
  channel,
  due_at: `2026-12-${due}Z`,
  state: "planned",
  ...more,
});

describe("the plan of a booking", () => {
  test("shows the channels of one message together, the earliest message first", () => {
    const groups = groupMessages([
      message("4", "reminder_2h", "sms", "12T05:00:00"),
      message("1", "booking_confirmed", "email", "01T10:00:00"),
      message("3", "reminder_24h", "email", "11T07:00:00"),
      message("2", "booking_confirmed", "in_app", "01T10:00:02"),
    ]);
    expect(groups.map(({ kind, messages }) => [kind, messages.map(({ channel }) => channel)])).toEqual([
      ["booking_confirmed", ["email", "in_app"]],
      ["reminder_24h", ["email"]],
      ["reminder_2h", ["sms"]],
    ]);
  });

  test("shows the channels of every message in the same order, an unknown one last", () => {
    const channels = ["pigeon", "push", "in_app", "sms", "email"];
    const [group] = groupMessages(
      channels.map((channel) => message(channel, "reminder_24h", channel, "11T07:00:00")),
    );
    expect(group?.messages.map(({ channel }) => channel)).toEqual([
      "email",
      "sms",
      "in_app",
      "push",
      "pigeon",
    ]);
  });

  test("tells two changes of one session apart, also within a minute", () => {
    const groups = groupMessages([
      message("1", "booking_changed", "email", "01T10:00:00"),
      message("2", "booking_changed", "email", "01T10:00:20"),
    ]);
    expect(groups.map(({ messages }) => messages.map(({ id }) => id))).toEqual([["1"], ["2"]]);
  });

  test("puts messages that are not sent last", () => {
    const late = { state: "skipped", reason: "booked_after_its_time" };
    const groups = groupMessages([
      message("1", "reminder_24h", "email", "01T09:00:00", late),
      message("2", "booking_confirmed", "email", "01T10:00:00", { state: "sent" }),
    ]);
    expect(groups.map(({ kind }) => kind)).toEqual(["booking_confirmed", "reminder_24h"]);
  });

  test("leaves out what was planned before the session moved, if something takes its place", () => {
    const moved = { state: "withdrawn", reason: "moved" };
    const groups = groupMessages([
      message("1", "reminder_24h", "email", "11T07:00:00", moved),
      message("2", "reminder_24h", "sms", "11T07:00:00", moved),
      message("3", "reminder_24h", "email", "13T07:00:00"),
      message("4", "refund", "email", "14T07:00:00", { state: "withdrawn", reason: "cancelled" }),
    ]);
    expect(groups.map(({ messages }) => messages.map(({ id }) => id))).toEqual([["3"], ["2"], ["4"]]);
  });

  test("says what won't be sent before its time, and what was not sent after it", () => {
    const skipped = { state: "skipped", reason: "no_phone_number" };
    const at = (due_at: string) => shownState({ ...message("1", "refund", "sms", "", skipped), due_at });
    expect(at(new Date(Date.now() + 60_000).toISOString())).toBe("unsent");
    expect(at(new Date(Date.now() - 60_000).toISOString())).toBe("skipped");
    expect(shownState(message("1", "refund", "sms", "01T10:00:00"))).toBe("planned");
  });

  test("gives the time of what was or will be sent, and none to what never will be", () => {
    const of = (state: string, sent_at: string | null = null) =>
      messageTime(message("1", "refund", "email", "01T10:00:00", { state, sent_at }));
    expect(of("sent", "2026-12-01T10:00:05Z")).toBe("2026-12-01T10:00:05Z");
    expect(of("planned")).toBe("2026-12-01T10:00:00Z");
    expect(of("skipped")).toBeNull();
    expect(of("withdrawn")).toBeNull();
  });

  test("is one entry for each guest of a session", () => {
    const of = (id: string, booking_id: number, guest_name: string) => ({
      ...message(id, "refund", "email", "01T10:00:00"),
      booking_id,
      guest_name,
    });
    const guests = byGuest([of("1", 7, "Asha"), of("2", 8, "Ben"), of("3", 7, "Asha")]);
    expect(guests.map(({ name, messages }) => [name, messages.length])).toEqual([
      ["Asha", 2],
      ["Ben", 1],
    ]);
  });
});

describe("in words", () => {
  const REASONS = [
    "booked_after_its_time",
    "no_phone_number",
    "quiet_hours",
    "before_quiet_hours",
    "turned_off",
    "cancelled",
    "moved",
    "started",
    "not_set_up",
    "no_device",
    "replaced",
  ];
  test.each(REASONS)("there is a sentence for %s", (reason) => {
    expect(reasonText(t, reason)).toMatch(/^[A-Z].+\.$/);
  });

  test("a reminder has one name in settings, plans and admin lists, whatever this installation's hours are", () => {
    for (const name of [(kind: string) => kindName(t, kind), readableKind]) {
      expect(["reminder_24h", "reminder_48h", "reminder_12h"].map(name)).toEqual(
        Array(3).fill("Early reminder"),
      );
      expect(["reminder_2h", "reminder_1h"].map(name)).toEqual(Array(2).fill("Last reminder"));
      expect(name("booking_reactivated")).toBe("Rebooking confirmation");
    }
    expect(readableKind("booking_created")).toBe("Booking created");
  });

  test("codes of a newer release are shown", () => {
    expect(kindName(t, "carrier_pigeon")).toBe(english["kind.other"]);
    expect(channelName(t, "smoke_signal")).toBe("smoke signal");
    expect(reasonText(t, "bad_weather")).toBeNull();
  });
});
