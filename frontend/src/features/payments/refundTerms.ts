const DAY = 24 * 60 * 60_000;

/** A guest who cancels until this time gets this part of the price back. */
export type RefundStep = { until: string; percent: number };

/** The steps of frozen terms, each with the time until which it holds. */
export function refundSteps(
  ladder: readonly { days_before: number; percent: number }[],
  startsAt: string,
): RefundStep[] {
  return ladder.map(({ days_before, percent }) => ({
    until: new Date(Date.parse(startsAt) - days_before * DAY).toISOString(),
    percent,
  }));
}

/** The steps that still give something back, the earliest first. */
export function stepsAhead(steps: readonly RefundStep[], now: Date): RefundStep[] {
  return steps
    .filter(({ until, percent }) => percent > 0 && new Date(until) > now)
    .sort((one, other) => Date.parse(one.until) - Date.parse(other.until));
}
