import { describe, expect, test } from "vitest";
import { customer as english } from "@/shared/i18n/en/customer";
import { messages as englishMessages } from "@/shared/i18n/en/messages";
import { customer as hindi } from "@/shared/i18n/hi/customer";
import { messages as hindiMessages } from "@/shared/i18n/hi/messages";
import { type Message, translator } from "@/shared/i18n/messages";

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
  test.each(Object.keys(english) as (keyof typeof english)[])("keeps the places of %s", (key) => {
    expect(new Set(placesOf(hindi[key]))).toEqual(new Set(placesOf(english[key])));
  });

  test.each(Object.keys(englishMessages) as (keyof typeof englishMessages)[])(
    "keeps the places of %s",
    (key) => {
      expect(new Set(placesOf(hindiMessages[key]))).toEqual(new Set(placesOf(englishMessages[key])));
    },
  );

  test("counts as Hindi does: zero and one are singular", () => {
    const t = translator<typeof english>(hindi, "hi-IN");
    expect(t("session.places", { count: 0 })).toBe("0 जगह बाकी");
    expect(t("session.places", { count: 1 })).toBe("1 जगह बाकी");
    expect(t("session.places", { count: 2 })).toBe("2 जगहें बाकी");
  });
});

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
  expect(fieldErrors(english).filter((text) => !/^[A-Z].* .*\.$/.test(text))).toEqual([]);
  expect(fieldErrors(hindi).filter((text) => !/ .*।$/.test(text))).toEqual([]);
});
