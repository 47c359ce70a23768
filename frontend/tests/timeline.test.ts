import { expect, test } from "vitest";
import { facilitatorTold, movedTo, readableTimeline } from "@/features/bookings/timeline";
import type { TimelineStep } from "@/shared/api/types";

const step = (kind: string, version: number, more: Partial<TimelineStep> = {}): TimelineStep => ({
  kind,
  at: `2026-11-21T13:0${version}:00+00:00`,
  version,
  action: "created",
  channel: null,
  outcome: null,
  detail: null,
  changes: null,
  ...more,
});
const crm = { channel: "crm" };

test("attempts that failed are one line, until the facilitator has been told", () => {
  const steps = [
    step("created", 1),
    step("queued", 1, crm),
    step("attempt", 1, crm),
    step("attempt", 1, crm),
  ];
  expect(readableTimeline(steps).map((entry) => entry.kind)).toEqual(["created", "waiting"]);
  expect(facilitatorTold(readableTimeline(steps))).toBe(false);
  const stored = [...steps, step("stored", 1, crm)];
  expect(readableTimeline(stored).map((entry) => entry.kind)).toEqual(["created", "notified"]);
});

test("what the facilitator has been told is about the latest change, not an earlier one", () => {
  const steps = [
    step("created", 1),
    step("queued", 1, crm),
    step("stored", 1, crm),
    step("cancelled", 2, { action: "cancelled" }),
    step("queued", 2, { ...crm, action: "cancelled" }),
  ];
  expect(facilitatorTold(readableTimeline(steps))).toBe(false);
});

test("messages on other channels do not count as letting the facilitator know", () => {
  const steps = [step("created", 1), step("queued", 1, crm), step("stored", 1, { channel: "email" })];
  expect(facilitatorTold(readableTimeline(steps))).toBe(false);
});

test("the facilitator's own changes are shown as theirs, without a message to them", () => {
  const steps = [
    step("created", 1),
    step("queued", 1, crm),
    step("stored", 1, crm),
    step("updated", 2, { action: "updated" }),
    step("queued", 2, { ...crm, action: "updated" }),
    step("cancelled", 3, { action: "cancelled", detail: "The river is too high." }),
    step("queued", 3, { ...crm, action: "cancelled" }),
  ];
  const entries = readableTimeline(steps, true);
  expect(entries.map((entry) => entry.kind)).toEqual(["created", "notified", "changed", "calledOff"]);
  expect(entries.at(-1)).toMatchObject({ reason: "The river is too high." });
  expect(facilitatorTold(entries)).toBe(true);
  // The same log, but the guest cancelled.
  expect(
    readableTimeline(steps)
      .map((entry) => entry.kind)
      .slice(-2),
  ).toEqual(["cancelled", "waiting"]);
});

test("a guest who moved to another date has not just cancelled: the other booking is named", () => {
  const away = [
    step("created", 1),
    step("cancelled", 2, { action: "cancelled", changes: { cancelled_by: "user", moved_to: 22 } }),
  ];
  expect(movedTo(readableTimeline(away))).toBe(22);
  const back = [...away, step("reactivated", 3, { changes: { moved_from: 22 } })];
  expect(readableTimeline(back).at(-1)).toMatchObject({ kind: "reactivated", other: 22 });
  const cancelled = [...back, step("cancelled", 4, { changes: { cancelled_by: "user" } })];
  expect(movedTo(readableTimeline(cancelled))).toBeUndefined();
});
