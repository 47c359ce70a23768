import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { customer as english } from "@/shared/i18n/en/customer";
import { customer as hindi } from "@/shared/i18n/hi/customer";
import { type Message, translator } from "@/shared/i18n/messages";

type Dictionaries = Record<string, Record<string, Record<string, Message>>>;
const hindiFiles: Dictionaries = import.meta.glob("../src/shared/i18n/hi/*.ts", { eager: true });
const englishFiles: Dictionaries = import.meta.glob("../src/shared/i18n/en/*.ts", { eager: true });
const dictionaries = Object.entries(englishFiles).flatMap(([file, exported]) =>
  Object.entries(exported).map(
    ([name, words]) => [name, words, hindiFiles[file.replace("/en/", "/hi/")]?.[name] ?? {}] as const,
  ),
);

const placesOf = (message: Message) => {
  const texts = typeof message === "string" ? [message] : Object.values(message);
  return texts.map((text) =>
    [...text.matchAll(/\{(\w+)\}/g)]
      .map((match) => match[1])
      .sort()
      .join(),
  );
};

describe("Hindi", () => {
  test.each(dictionaries)("has every text of %s, with its places", (_, inEnglish, inHindi) => {
    expect(Object.keys(inHindi).sort()).toEqual(Object.keys(inEnglish).sort());
    for (const [key, message] of Object.entries(inEnglish))
      expect([key, ...new Set(placesOf(inHindi[key] ?? ""))]).toEqual([key, ...new Set(placesOf(message))]);
  });

  test("counts as Hindi does: zero and one are singular", () => {
    const t = translator<typeof english>(hindi, "hi-IN");
    expect(t("session.places", { count: 0 })).toBe("0 जगह बाक़ी");
    expect(t("session.places", { count: 1 })).toBe("1 जगह बाक़ी");
    expect(t("session.places", { count: 2 })).toBe("2 जगहें बाक़ी");
  });
});

test("the page that is there before the app says the same sentences", () => {
  const page = readFileSync("index.html", "utf8").replace(/\s+/g, " ");
  for (const key of ["discover.heading", "discover.intro", "discover.description"] as const)
    expect(page).toContain(english[key]);
  expect(readFileSync("public/manifest.webmanifest", "utf8")).toContain(english["discover.description"]);
});

test.each([
  ["English", Object.values(english)],
  ["Hindi", Object.values(hindi)],
])(
  "nothing in %s promises one click, a time zone of the reader's, or what a facilitator knows",
  (_, texts) => {
    const promises = /one click|your( own)? time zone|knows you|एक क्लिक में|आपके समय-क्षेत्र|पता है कि/;
    expect(texts.filter((text) => typeof text === "string" && promises.test(text))).toEqual([]);
  },
);

test("English counts as English does, and groups large numbers", () => {
  const t = translator<typeof english>(english, "en-GB");
  expect(t("session.places", { count: 1 })).toBe("1 place left");
  expect(t("session.places", { count: 1200 })).toBe("1,200 places left");
});

const fieldErrors = (messages: Record<string, Message>) =>
  Object.entries(messages)
    .filter(([key]) => key.startsWith("field."))
    .flatMap(([, message]) => (typeof message === "string" ? [message] : Object.values(message)));

test("what is wrong with a field is said in a sentence", () => {
  expect(fieldErrors(english).filter((text) => !/^[A-Z].* .*\.$/.test(text))).toEqual(["Required"]);
  expect(fieldErrors(hindi).filter((text) => !/ .*।$/.test(text))).toEqual([]);
});

test("a name written from right to left leaves the sentence around it in order", () => {
  const t = translator<typeof english>(english, "en-GB");
  expect(t("event.with", { name: "ליאת" })).toBe("With \u2068ליאת\u2069");
  expect(t("event.with", { name: "Priya" })).toBe("With Priya");
});
