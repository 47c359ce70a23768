/** How many decimals the currency has: two for euros, none for yen. */
function decimalsOf(currency: string): number {
  const formatter = new Intl.NumberFormat("en", { style: "currency", currency });
  return formatter.resolvedOptions().maximumFractionDigits ?? 2;
}

/** "12.50" as 1250 cents; null if it is not an amount of that currency. A comma is read as the decimal point. */
export function minorUnits(amount: string, currency: string): number | null {
  const decimals = decimalsOf(currency);
  const match = /^(\d{1,7})(?:[.,](\d+))?$/.exec(amount.trim());
  if (!match?.[1] || (match[2] ?? "").length > decimals) return null;
  return Number(match[1] + (match[2] ?? "").padEnd(decimals, "0"));
}

/** A deposit of a price in minor units, rounded up to what a card can be charged: as the API computes it. */
export function depositOf(units: number, percent: number, currency: string): number {
  const step = decimalsOf(currency) === 3 ? 10 : 1;
  return Math.min(Math.ceil((units * percent) / (100 * step)) * step, units);
}

/** 1250 cents as "12.50", for a field to edit; whole amounts without decimals. */
export function amountText(units: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const amount = units / 10 ** decimals;
  return Number.isInteger(amount) ? String(amount) : amount.toFixed(decimals);
}
