/** Building a formatter costs a hundred times more than using one, and a page of sessions uses hundreds. */
const known = new Map<string, Intl.DateTimeFormat>();

export function dateFormatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let formatter = known.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, options);
    known.set(key, formatter);
  }
  return formatter;
}
