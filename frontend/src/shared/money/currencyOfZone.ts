const BY_ZONE: readonly (readonly [pattern: RegExp, currency: string])[] = [
  [/^Asia\/(Kolkata|Calcutta)$/, "INR"],
  [/^Asia\/Tokyo$/, "JPY"],
  [/^Europe\/(London|Belfast|Jersey|Guernsey|Isle_of_Man)$/, "GBP"],
  [/^Europe\/(Zurich|Vaduz|Busingen)$/, "CHF"],
  [/^America\/(Mexico_City|Cancun|Merida|Monterrey|Tijuana|Hermosillo|Chihuahua|Mazatlan)$/, "MXN"],
  [
    /^(America\/(New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise)|Pacific\/Honolulu|US\/)/,
    "USD",
  ],
  [/^Australia\//, "AUD"],
];

/** The usual currency of a time zone; euros if it is unknown. */
export function currencyOfZone(zone: string): string {
  return BY_ZONE.find(([pattern]) => pattern.test(zone))?.[1] ?? "EUR";
}
