import { expect, test } from "vitest";
import { dayByKey, linesOfWeek } from "@/features/events/calendarBars";
import type { Session } from "@/shared/api/types";
import { MORNING } from "./people";

const WEEK = ["07", "08", "09", "10", "11", "12", "13"].map((day) => `2099-12-${day}`);
const at = (id: number, from: string, to: string): Session => ({
  ...MORNING,
  id,
  time_zone: "UTC",
  start_time: `2099-12-${from}T06:00:00Z`,
  end_time: `2099-12-${to}T09:00:00Z`,
});

test("a retreat is a bar in one line across its days, also where another one is on some of them", () => {
  const lines = linesOfWeek(WEEK, [at(1, "08", "08"), at(2, "07", "09"), at(3, "09", "15")]);
  const ids = WEEK.map((day) => (lines.get(day) ?? []).map((entry) => entry?.session.id ?? null));
  expect(ids).toEqual([[2], [2, 1], [2, 3], [null, 3], [null, 3], [null, 3], [null, 3]]);
  const last = lines.get("2099-12-13")?.[1];
  expect(last).toMatchObject({ length: 0, before: true, after: true });
  expect(lines.get("2099-12-09")?.[1]).toMatchObject({ length: 5, before: false, after: true });
});

test("arrow keys lead to the next day with sessions, and nowhere beyond the calendar", () => {
  const choosable = new Set(["2099-12-07", "2099-12-10", "2099-12-13"]);
  expect(dayByKey("ArrowRight", "2099-12-07", WEEK, choosable)).toBe("2099-12-10");
  expect(dayByKey("ArrowLeft", "2099-12-13", WEEK, choosable)).toBe("2099-12-10");
  expect(dayByKey("ArrowRight", "2099-12-13", WEEK, choosable)).toBeUndefined();
  expect(dayByKey("ArrowDown", "2099-12-07", WEEK, choosable)).toBeUndefined();
  expect(dayByKey("Enter", "2099-12-07", WEEK, choosable)).toBeUndefined();
});
