import { studio } from "@/shared/studio/studio";
import { numberFormatter, pluralRules } from "@/shared/time/formatters";

/** A text with placeholders such as `{name}`, or one text for each plural form of `{count}`. */
export type PluralMessage = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Message = string | PluralMessage;
export type Dictionary = Record<string, Message>;

type PlaceholdersIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceholdersIn<Rest>
  : never;
type Placeholders<M> = M extends string
  ? PlaceholdersIn<M>
  : M extends { other: infer O extends string }
    ? PlaceholdersIn<O> | "count"
    : never;
/** `{studio}` is the studio's name in every text. */
type Given<M> = Exclude<Placeholders<M>, "studio">;
type Values<M> = [Given<M>] extends [never] ? [] : [values: Record<Given<M>, string | number>];

export type Translate<D extends Dictionary> = <K extends keyof D>(key: K, ...values: Values<D[K]>) => string;

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Marks a text written from right to left as a part of its own, or it would reorder the sentence around it. */
const isolated = (text: string) => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

/** Makes a function that fills in a dictionary's texts. Numbers are formatted for `locale`. */
export function translator<D extends Dictionary>(
  dictionary: { [K in keyof D]: Message },
  locale: string,
): Translate<D> {
  const plural = pluralRules(locale, {});
  const number = numberFormatter(locale, {});
  return (key, ...[values]) => {
    const message = dictionary[key];
    const byName = (values ?? {}) as Record<string, string | number>;
    const text =
      typeof message === "string" ? message : (message[plural.select(Number(byName.count))] ?? message.other);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = name === "studio" ? studio.snapshot().name : byName[name];
      return typeof value === "number" ? number.format(value) : isolated(value ?? "");
    });
  };
}
