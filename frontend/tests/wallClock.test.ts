import { describe, expect, test } from "vitest";
import { amountText, minorUnits } from "@/shared/money/minorUnits";
import { daysLater, instantAt } from "@/shared/time/wallClock";

describe("an instant from a zone's own clock", () => {
  test.each([
    ["2026-12-12", "07:00", "Asia/Kolkata", "2026-12-12T01:30:00.000Z"],
    ["2026-07-01", "09:00", "Europe/Lisbon", "2026-07-01T08:00:00.000Z"],
    ["2026-12-31", "23:30", "America/New_York", "2027-01-01T04:30:00.000Z"],
    // Before and after the clocks go forward at 01:00 UTC.
    ["2026-03-29", "01:30", "Europe/Berlin", "2026-03-29T00:30:00.000Z"],
    ["2026-03-29", "03:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
    // This time does not exist, so it is read as an hour later.
    ["2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
    // This time exists twice; the first one counts.
    ["2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  ])("%s %s in %s", (day, clock, zone, instant) => {
    expect(instantAt(day, clock, zone)?.toISOString()).toBe(instant);
  });

  test("is none where a part is missing", () => {
    expect(instantAt("", "07:00", "UTC")).toBeNull();
    expect(instantAt("2026-12-12", "", "UTC")).toBeNull();
  });

  test("a week later crosses the year", () => {
    expect(daysLater("2026-12-28", 7)).toBe("2027-01-04");
  });
});

test("an amount is counted in the currency's smallest unit, and written back", () => {
  expect(minorUnits("12.5", "EUR")).toBe(1250);
  expect(minorUnits("12,50", "EUR")).toBe(1250);
  expect(minorUnits("1200", "JPY")).toBe(1200);
  expect(minorUnits("12.5", "JPY")).toBeNull();
  expect(minorUnits("12.505", "EUR")).toBeNull();
  expect(minorUnits("-3", "EUR")).toBeNull();
  expect(amountText(1250, "EUR")).toBe("12.50");
  expect(amountText(2000, "EUR")).toBe("20");
});
