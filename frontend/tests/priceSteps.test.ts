import { expect, test } from "vitest";
import { priceSteps } from "@/features/events/priceSteps";

test.each([
  [0, 39_000, [5_000, 10_000, 20_000, 50_000]],
  [800, 800, [1_000]],
  [0, 3_200_000, [500_000, 1_000_000, 2_000_000, 5_000_000]],
  [1_500, 4_500, [2_000, 5_000]],
])("prices from %i to %i cents have round upper limits, the last one covering all", (min, max, steps) => {
  expect(priceSteps(min, max)).toEqual(steps);
});
