import { describe, expect, test } from "vitest";
import { dayKey, formatSpan, sameClock, zoneCity } from "@/shared/time/format";
import { daysLater, startOfDay } from "@/shared/time/wallClock";

const NOW = new Date("2026-11-21T12:00:00Z");
const at = (iso: string) => new Date(iso);

/** The span with no-break spaces, except for those around the dash. */
function breaksOnlyBetweenDays(span: string): string {
  return span.replaceAll(" ", "\u00a0").replace("\u00a0–\u00a0", " – ");
}

describe("a session's time", () => {
  test.each([
    ["Europe/Lisbon", "Sat 12 Dec, 07:00–08:30"],
    ["Asia/Kolkata", "Sat 12 Dec, 12:30–14:00"],
    ["Pacific/Auckland", "Sat 12 Dec, 20:00–21:30"],
    ["America/Los_Angeles", breaksOnlyBetweenDays("Fri 11 Dec, 23:00 – Sat 12 Dec, 00:30")],
  ])("is read in the zone of the reader: %s", (zone, expected) => {
    expect(formatSpan(at("2026-12-12T07:00:00Z"), at("2026-12-12T08:30:00Z"), zone, "en-GB", NOW)).toBe(
      expected,
    );
  });

  test("says both days of a retreat, and the year once where it is another one", () => {
    const span = formatSpan(
      at("2027-01-08T18:00:00Z"),
      at("2027-01-10T14:00:00Z"),
      "Europe/Lisbon",
      "en-GB",
      NOW,
    );
    expect(span).toBe(breaksOnlyBetweenDays("Fri 8 Jan, 18:00 – Sun 10 Jan 2027, 14:00"));
  });

  test("says both years across New Year's Eve", () => {
    const span = formatSpan(at("2026-12-31T20:00:00Z"), at("2027-01-01T10:00:00Z"), "UTC", "en-GB", NOW);
    expect(span).toBe(breaksOnlyBetweenDays("Thu 31 Dec, 20:00 – Fri 1 Jan 2027, 10:00"));
  });

  test("is written in Hindi for a Hindi reader", () => {
    const span = formatSpan(
      at("2026-12-12T07:00:00Z"),
      at("2026-12-12T08:30:00Z"),
      "Asia/Kolkata",
      "hi-IN",
      NOW,
    );
    expect(span).toMatch(/^शनि 12 दिस.*, 12:30–14:00$/);
  });

  test("at midnight is 00, never 24", () => {
    expect(formatSpan(at("2026-12-12T00:00:00Z"), at("2026-12-12T01:00:00Z"), "UTC", "en-GB", NOW)).toContain(
      "00:00–01:00",
    );
  });
});

describe("two zones", () => {
  test("with other names and the same clock are not shown twice", () => {
    expect(sameClock(at("2026-12-12T07:00:00Z"), "Europe/Berlin", "Europe/Paris")).toBe(true);
  });

  test("that agree only in winter differ in summer", () => {
    expect(sameClock(at("2026-12-12T07:00:00Z"), "Europe/London", "UTC")).toBe(true);
    expect(sameClock(at("2026-07-12T07:00:00Z"), "Europe/London", "UTC")).toBe(false);
  });

  test("that differ by a whole day are different", () => {
    expect(sameClock(at("2026-12-12T07:00:00Z"), "Pacific/Kiritimati", "Pacific/Honolulu")).toBe(false);
  });

  test("are named by their city", () => {
    expect(zoneCity("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  });
});

describe("the first instant of a day", () => {
  test.each([
    ["2026-12-12", "Asia/Kolkata", "2026-12-11T18:30:00.000Z"],
    ["2026-12-12", "America/New_York", "2026-12-12T05:00:00.000Z"],
    // The nights when the clocks go forward and back.
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
    ["2026-10-26", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
  ])("%s in %s is %s", (day, zone, expected) => {
    expect(startOfDay(day, zone)).toBe(expected);
    expect(dayKey(at(expected), zone)).toBe(day);
  });

  test("of the day after New Year's Eve is in the next year", () => {
    expect(daysLater("2026-12-31", 1)).toBe("2027-01-01");
  });
});
