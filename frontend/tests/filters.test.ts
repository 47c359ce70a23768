import { describe, expect, test } from "vitest";
import { readFilters, toSearch, withFilters, withoutFilters } from "@/features/events/discoverFilters";
import { shiftMonth, weeksOf } from "@/features/events/monthGrid";

const read = (address: string) => readFilters(new URLSearchParams(address));

describe("the filters in the address", () => {
  test("are the same after writing and reading the address", () => {
    const wanted = {
      ...read(""),
      search: "yoga",
      kind: "retreat",
      from: "2026-12-01",
      price: "10000",
      currency: "EUR",
      free: true,
    } as const;
    expect(readFilters(withFilters(new URLSearchParams(), wanted))).toEqual(wanted);
  });

  test("that are invalid are left out", () => {
    const filters = read(
      "kind=party&from=tomorrow&to=2026-99-99&price=500&currency=&facilitator=abc&free=yes",
    );
    expect(filters).toEqual(read(""));
  });

  test("that are emptied leave the address, and the view stays when all are cleared", () => {
    const query = new URLSearchParams("view=calendar&search=yoga&kind=class");
    expect(withFilters(query, { search: "" }).toString()).toBe("view=calendar&kind=class");
    expect(withoutFilters(query).toString()).toBe("view=calendar");
  });

  test("ask for whole days in the reader's zone", () => {
    expect(toSearch(read("from=2026-12-12&to=2026-12-12"), "Asia/Kolkata")).toMatchObject({
      from: "2026-12-11T18:30:00.000Z",
      to: "2026-12-12T18:30:00.000Z",
    });
  });

  test("ask for free sessions with a price of nothing", () => {
    expect(toSearch(read("price=0"), "UTC")).toMatchObject({ price_max: 0 });
  });
});

describe("a month", () => {
  test("is shown in whole weeks", () => {
    const weeks = weeksOf("2026-11", 1);
    expect(weeks[0]?.[0]).toBe("2026-10-26");
    expect(weeks.at(-1)?.at(-1)).toBe("2026-12-06");
    expect(weeks.every((week) => week.length === 7)).toBe(true);
  });

  test("that fits four weeks exactly has no fifth", () => {
    expect(weeksOf("2027-02", 1)).toHaveLength(4);
  });

  test("begins its weeks on Sunday where people do", () => {
    expect(weeksOf("2026-11", 7)[0]?.[0]).toBe("2026-11-01");
  });

  test("follows December with January", () => {
    expect(shiftMonth("2026-12", 1)).toBe("2027-01");
    expect(shiftMonth("2026-01", -1)).toBe("2025-12");
  });
});
