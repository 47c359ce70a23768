const formatters = new Map<string, Intl.NumberFormat>();

function moneyFormatter(locale: string, currency: string, whole: boolean): Intl.NumberFormat {
  const key = `${locale} ${currency} ${whole}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      ...(whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
    });
    formatters.set(key, formatter);
  }
  return formatter;
}

/** The amount for a spreadsheet, with the decimals of its currency: "39.00". */
export function decimalAmount(minorUnits: number, currency: string): string {
  const digits = moneyFormatter("en", currency, false).resolvedOptions().maximumFractionDigits ?? 2;
  return (minorUnits / 10 ** digits).toFixed(digits);
}

/** Formats an amount in `minorUnits` (cents, paise). Whole amounts have no decimals, and a minus is no hyphen. */
export function formatMoney(minorUnits: number, currency: string, locale: string): string {
  const digits = moneyFormatter(locale, currency, false).resolvedOptions().maximumFractionDigits ?? 2;
  const amount = minorUnits / 10 ** digits;
  return moneyFormatter(locale, currency, Number.isInteger(amount)).format(amount).replace("-", "\u2212");
}
