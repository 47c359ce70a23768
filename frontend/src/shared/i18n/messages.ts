/** A text with `{name}` places, or one text for each plural form of `{count}`. */
export type PluralMessage = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Message = string | PluralMessage;
export type Dictionary = Record<string, Message>;

type PlacesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlacesIn<Rest>
  : never;
type Places<M> = M extends string
  ? PlacesIn<M>
  : M extends { other: infer O extends string }
    ? PlacesIn<O> | "count"
    : never;
type Values<M> = [Places<M>] extends [never] ? [] : [values: Record<Places<M>, string | number>];

export type Translate<D extends Dictionary> = <K extends keyof D>(key: K, ...values: Values<D[K]>) => string;

/** Numbers among the values are written in the manner of `locale`. */
export function translator<D extends Dictionary>(
  dictionary: { [K in keyof D]: Message },
  locale: string,
): Translate<D> {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, ...[values]) => {
    const message = dictionary[key];
    const given = (values ?? {}) as Record<string, string | number>;
    const text =
      typeof message === "string" ? message : (message[plural.select(Number(given.count))] ?? message.other);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = given[name];
      return typeof value === "number" ? number.format(value) : (value ?? "");
    });
  };
}
