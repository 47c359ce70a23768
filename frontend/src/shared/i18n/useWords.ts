import { useMemo } from "react";
import { currentLanguage, useLanguage } from "./LanguageProvider";
import { type Dictionary, type Message, type Translate, translator } from "./messages";

/** A dictionary in every language that only the pages that use it load. */
export type PageWords<D extends Dictionary> = { en: D; hi: { [K in keyof D]: Message } };

export function useWords<D extends Dictionary>(words: PageWords<D>): Translate<D> {
  const { code, locale } = useLanguage();
  return useMemo(() => translator<D>(words[code], locale), [words, code, locale]);
}

/** The same for functions that are no hooks: each call reads the language. */
export function wordsAtCall<D extends Dictionary>(words: PageWords<D>): Translate<D> {
  const translators: { [C in keyof PageWords<D>]?: Translate<D> } = {};
  return (key, ...values) => {
    const { code, locale } = currentLanguage();
    translators[code] ??= translator<D>(words[code], locale);
    return translators[code](key, ...values);
  };
}
