import { describe, expect, test } from "vitest";
import { ladderProblem, taxRate } from "@/features/event-management/eventForm";
import type { Order } from "@/features/payments";
import { countdown, payState } from "@/features/payments/payState";
import { refundSteps, stepsAhead } from "@/features/payments/refundTerms";
import { formatMoney } from "@/shared/money/format";
import { amountText, depositOf, minorUnits } from "@/shared/money/minorUnits";
import { MIRAS_PLACE } from "./people";

const NOW = new Date("2026-11-24T12:00:00Z");
const HELD = { ...MIRAS_PLACE, status: "held", held_until: "2026-11-24T12:14:32Z" } as const;

function order(payments: string[], refunds: [kind: string, state: string][] = []): Order {
  return {
    payments: payments.map((state, id) => ({ id, state })),
    refunds: refunds.map(([kind, state], id) => ({ id, kind, state })),
  } as unknown as Order;
}

describe("the pay page", () => {
  test.each([
    ["a guest can pay", HELD, order([]), null, "ready"],
    ["an open page can be opened again", HELD, order(["open"]), null, "ready"],
    ["a guest came back and says they paid", HELD, order(["open"]), "paid", "waiting"],
    ["a guest came back without paying", HELD, order(["open"]), "cancelled", "cancelled"],
    ["the card was declined", HELD, order(["failed"]), "cancelled", "declined"],
    ["the bank's page says so", HELD, order(["open"]), "declined", "declined"],
    ["the card was declined, then another page opened", HELD, order(["failed", "open"]), null, "ready"],
    ["the bank takes days", HELD, order(["pending"]), "paid", "awaitingBank"],
    ["the payment arrived, the booking follows", HELD, order(["captured"]), null, "waiting"],
    ["the countdown is over", { ...HELD, held_until: "2026-11-24T11:59:59Z" }, order([]), null, "over"],
    ["the hold expired", { ...HELD, status: "expired" }, order(["expired"]), null, "over"],
    ["booked", { ...HELD, status: "booked" }, order(["captured"]), "paid", "paid"],
    ["paid late", { ...HELD, status: "expired" }, order(["captured"], [["late", "initiated"]]), null, "late"],
    ["paid late, with a place again", { ...HELD, status: "booked" }, order(["captured"]), null, "paid"],
    ["cancelled", { ...HELD, status: "cancelled" }, order(["captured"]), null, "nothing"],
  ] as const)("when %s", (_, booking, paid, returned, state) => {
    expect(payState(booking, paid, returned, NOW)).toBe(state);
  });

  test("counts down to the end of the hold and no further", () => {
    expect(countdown(HELD.held_until, NOW)).toBe("14:32");
    expect(countdown("2026-11-24T12:00:05Z", NOW)).toBe("0:05");
    expect(countdown("2026-11-24T11:00:00Z", NOW)).toBe("0:00");
  });
});

test("the terms show only the steps that still give something back, the earliest first", () => {
  const ladder = [
    { days_before: 14, percent: 100 },
    { days_before: 3, percent: 50 },
    { days_before: 0, percent: 0 },
  ];
  const steps = refundSteps(ladder, "2026-12-01T07:00:00Z");
  expect(stepsAhead(steps, NOW)).toEqual([{ until: "2026-11-28T07:00:00.000Z", percent: 50 }]);
  expect(stepsAhead(steps, new Date("2026-11-01T00:00:00Z")).map(({ percent }) => percent)).toEqual([
    100, 50,
  ]);
});

describe("a facilitator's refund steps", () => {
  const steps = (...of: [string, string][]) => of.map(([days, percent]) => ({ days, percent }));
  test.each([
    ["fall", steps(["14", "100"], ["3", "50"]), null],
    ["may be typed in any order", steps(["3", "50"], ["14", "100"]), null],
    ["may be none", steps(), null],
    ["never rise towards the start", steps(["14", "50"], ["3", "100"]), "rising"],
    ["have days of their own", steps(["3", "50"], ["3", "40"]), "sameDays"],
    ["are whole numbers", steps(["3", "49.5"]), "bad"],
    ["are at most everything", steps(["3", "101"]), "bad"],
    ["are not empty", steps(["", ""]), "bad"],
  ])("%s", (_, typed, problem) => {
    expect(ladderProblem(typed)).toBe(problem);
  });
});

test.each([
  ["", 0],
  ["19", 1900],
  ["7.5", 750],
  ["7,25", 725],
  ["100", null],
  ["-1", null],
  ["7.255", null],
])("a tax of %j per cent is %j for the API", (typed, rate) => {
  expect(taxRate(typed)).toBe(rate);
});

test.each([
  ["EUR", 3900, "39", "€39"],
  ["EUR", 3950, "39.50", "€39.50"],
  ["JPY", 3900, "3900", "¥3,900"],
  ["KWD", 3900, "3.900", "KWD\u00a03.900"],
])("an amount in %s has the currency's own decimals", (currency, units, typed, shown) => {
  expect(amountText(units, currency)).toBe(typed);
  expect(minorUnits(typed, currency)).toBe(units);
  expect(formatMoney(units, currency, "en-GB")).toBe(shown);
});

test("an amount below 0 has a minus, not a hyphen", () => {
  expect(formatMoney(-39000, "EUR", "en-GB")).toBe("\u2212€390");
});

test.each([
  [39_000, 30, "EUR", 11_700],
  [1_001, 30, "EUR", 301],
  [10_010, 33, "BHD", 3_310],
  [5_000, 30, "JPY", 1_500],
])("a deposit is rounded as the API does: %d, %d %% in %s", (price, percent, currency, deposit) => {
  expect(depositOf(price, percent, currency)).toBe(deposit);
});
