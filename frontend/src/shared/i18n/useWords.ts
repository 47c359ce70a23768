import { useMemo } from "react";
import { useLanguage } from "./LanguageProvider";
import { type Dictionary, type Message, type Translate, translator } from "./messages";

/** A dictionary in every language that only the pages that use it load. */
export type PageWords<D extends Dictionary> = { en: D; hi: { [K in keyof D]: Message } };

export function useWords<D extends Dictionary>(words: PageWords<D>): Translate<D> {
  const { code, locale } = useLanguage();
  return useMemo(() => translator<D>(words[code], locale), [words, code, locale]);
}
