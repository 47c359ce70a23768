import { expect, test } from "vitest";
import { lengthOf, nextSessionValues } from "@/features/event-management/sessionForm";
import type { EventKind } from "@/shared/api/types";
import { HATHA, MORNING } from "./people";

const NOW = new Date("2026-11-22T12:00:00Z");
const STUDIO = { default_currency: "INR", takes_payments: true };
const HOUR = 3_600_000;
const later = (time: string, hours: number) => new Date(Date.parse(time) + hours * HOUR).toISOString();
const firstSession = (kind: EventKind) =>
  nextSessionValues(
    { ...HATHA, kind, time_zone: "Europe/Lisbon", currency: null, sessions: [] },
    NOW,
    STUDIO,
  );

test("the first session's currency is the studio's, unless the event has one", () => {
  expect(firstSession("class").currency).toBe("INR");
  const priced = { ...HATHA, currency: "CHF", sessions: [] };
  expect(nextSessionValues(priced, NOW, STUDIO).currency).toBe("CHF");
});

test.each<[EventKind, number]>([
  ["class", 1.5],
  ["workshop", 3],
  ["retreat", 55],
  ["coaching", 1],
])("the first session of a %s has its usual length", (kind, hours) => {
  expect(lengthOf(firstSession(kind), "Europe/Lisbon")).toBe(hours * HOUR);
});

test.each([
  ["2026-11-20T02:00:00Z", "2026-11-27"],
  ["2026-12-24T02:00:00Z", "2026-12-31"],
  ["2026-03-05T02:00:00Z", "2026-11-26"],
  ["2026-11-15T11:59:00Z", "2026-11-29"],
  ["2026-11-15T12:01:00Z", "2026-11-22"],
])("after a session on %s, the next is a whole number of weeks later and still to come", (start, day) => {
  const last = { ...MORNING, time_zone: "Asia/Kolkata", start_time: start, end_time: later(start, 30) };
  const next = nextSessionValues({ ...HATHA, sessions: [last] }, NOW, STUDIO);
  expect(next.startDay).toBe(day);
  expect(lengthOf(next, "Asia/Kolkata")).toBe(30 * HOUR);
});

test("guests pay online only where payments are set up", () => {
  const terms = (takes_payments: boolean) =>
    nextSessionValues({ ...HATHA, sessions: [] }, NOW, { ...STUDIO, takes_payments }).terms;
  expect([terms(true), terms(false)]).toEqual(["pay_online", "pay_facilitator"]);
});

test("the first session has no price until one is chosen", () => {
  expect(firstSession("class")).toMatchObject({ pricing: "", price: "" });
});
