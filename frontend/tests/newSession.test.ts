import { expect, test } from "vitest";
import { lengthOf, nextSessionValues } from "@/features/event-management/sessionForm";
import type { EventKind } from "@/shared/api/types";
import { HATHA } from "./people";

const NOW = new Date("2026-11-22T12:00:00Z");
const HOUR = 3_600_000;
const firstSession = (kind: EventKind, zone: string) =>
  nextSessionValues({ ...HATHA, kind, time_zone: "Europe/Lisbon", currency: null, sessions: [] }, NOW, zone);

test.each([
  ["Asia/Kolkata", "INR"],
  ["Europe/Lisbon", "EUR"],
  ["America/New_York", "USD"],
  ["Europe/London", "GBP"],
  ["Africa/Nairobi", "EUR"],
])("the first session's currency is that of the facilitator's zone: %s", (zone, currency) => {
  expect(firstSession("class", zone).currency).toBe(currency);
});

test.each<[EventKind, number]>([
  ["class", 1.5],
  ["workshop", 3],
  ["retreat", 55],
  ["coaching", 1],
])("the first session of a %s has its usual length", (kind, hours) => {
  expect(lengthOf(firstSession(kind, "Asia/Kolkata"), "Europe/Lisbon")).toBe(hours * HOUR);
});

test("the first session has no price until one is chosen", () => {
  expect(firstSession("class", "Asia/Kolkata")).toMatchObject({ pricing: "", price: "" });
});
