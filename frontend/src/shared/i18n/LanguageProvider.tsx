import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { type Studio, studio } from "@/shared/studio/studio";
import { zoneCity } from "@/shared/time/format";
import { customer as english } from "./en/customer";
import { type Message, type Translate, translator } from "./messages";

type Words = { [K in keyof typeof english]: Message };
type Cities = Record<string, string>;
type Language = {
  code: "en" | "hi";
  locale: string;
  name: string;
  load: () => Promise<{ words: Words; cities: Cities }>;
};
export type MessageKey = keyof typeof english;
export type T = Translate<typeof english>;

/** To add a language, add a line here and a dictionary with the same keys. */
export const LANGUAGES: readonly [Language, ...Language[]] = [
  { code: "en", locale: "en-GB", name: "English", load: async () => ({ words: english, cities: {} }) },
  { code: "hi", locale: "hi-IN", name: "हिन्दी", load: () => import("./hi") },
];
/** The languages of the studio's pages, its own first. */
export const studioLanguages = ({ languages }: Studio): readonly Language[] =>
  languages.flatMap((code) => LANGUAGES.find((language) => language.code === code) ?? []);
const STORED = "samaya.language";

function preferredLanguage(): Language {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(STORED);
  } catch {
    // Storage may be blocked: the browser's own languages decide.
  }
  const preferred = [...(stored ? [stored] : []), ...navigator.languages].map((tag) => tag.slice(0, 2));
  const spoken = studioLanguages(studio.snapshot());
  for (const code of preferred) {
    const language = spoken.find((candidate) => candidate.code === code);
    if (language) return language;
  }
  return spoken[0] ?? LANGUAGES[0];
}

/** Loaded before the first render, so that no page appears in one language and jumps to another. */
export async function firstLanguage(): Promise<LoadedLanguage> {
  return loaded(preferredLanguage());
}

type LoadedLanguage = {
  t: T;
  code: Language["code"];
  locale: string;
  /** The city that a zone is named by. */
  cityOf: (zone: string) => string;
};

async function loaded(language: Language): Promise<LoadedLanguage> {
  const { words, cities } = await language.load();
  return withWords(language, words, cities);
}

function withWords({ code, locale }: Language, words: Words, cities: Cities): LoadedLanguage {
  const cityOf = (zone: string) => cities[zoneCity(zone)] ?? zoneCity(zone);
  return { t: translator<typeof english>(words, locale), code, locale, cityOf };
}

type LanguageValue = LoadedLanguage & { choose: (code: string) => Promise<void> };
const LanguageContext = createContext<LanguageValue | null>(null);

let current: LoadedLanguage = withWords(LANGUAGES[0], english, {});
/** The language that the page is rendered in, for functions that are no hooks. Components call `useLanguage`. */
export const currentLanguage = (): LoadedLanguage => current;

export function LanguageProvider({ first, children }: { first: LoadedLanguage; children: ReactNode }) {
  const [language, setLanguage] = useState(first);
  current = language;
  useEffect(() => {
    document.documentElement.lang = language.code;
  }, [language]);
  const choose = useCallback(async (code: string) => {
    const wanted = LANGUAGES.find((candidate) => candidate.code === code) ?? LANGUAGES[0];
    setLanguage(await loaded(wanted));
    try {
      localStorage.setItem(STORED, wanted.code);
    } catch {
      // The choice then lasts until the page is closed.
    }
  }, []);
  const value = useMemo(() => ({ ...language, choose }), [language, choose]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageValue {
  const value = use(LanguageContext);
  if (!value) throw new Error("useLanguage needs a LanguageProvider above it");
  return value;
}
