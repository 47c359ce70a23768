/** The largest number of upper limits to choose from in each currency. */
const MAX_STEPS = 4;

/** Round upper limits in cents within a range of prices, the last one covering all of it. */
export function priceSteps(minCents: number, maxCents: number): number[] {
  const round: number[] = [];
  for (let power = 100; power <= 100_000_000; power *= 10) {
    for (const factor of [1, 2, 5]) round.push(power * factor);
  }
  const covering = round.find((step) => step >= maxCents) ?? maxCents;
  return round
    .filter((step) => step > minCents && step < covering)
    .slice(1 - MAX_STEPS)
    .concat(covering);
}
