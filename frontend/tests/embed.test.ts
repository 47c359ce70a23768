import { readFileSync } from "node:fs";
import { beforeAll, expect, test, vi } from "vitest";
import { customer as english } from "@/shared/i18n/en/customer";
import { customer as hindi } from "@/shared/i18n/hi/customer";
import { translator } from "@/shared/i18n/messages";
import { formatMoney } from "@/shared/money/format";
import { zoneCity } from "@/shared/time/format";
import { sessionMoment } from "@/shared/time/sessionTime";

const YEAR = new Date().getFullYear() + 1;
const PLACES = [
  { time_zone: "Europe/Lisbon", online: false },
  { time_zone: "Asia/Calcutta", online: false },
  { time_zone: "Asia/Calcutta", online: true },
];
const DICTIONARIES = { en: english, hi: hindi as unknown as typeof english };
const LOCALES = { en: "en-GB", hi: "hi-IN" };
const plain = (text: string) => text.replaceAll("\u00a0", " ").replace(/[\u2066-\u2069]/g, "");

beforeAll(() => {
  // jsdom knows no constructed style sheets.
  vi.stubGlobal(
    "CSSStyleSheet",
    class {
      replaceSync() {}
    },
  );
  new Function(readFileSync("public/embed.js", "utf8"))();
});

async function embedded(language: string, event: object): Promise<string[]> {
  vi.stubGlobal("fetch", async () => Response.json({ event }));
  const shown = document.createElement("samaya-events");
  Object.assign(shown.dataset, { studio: "https://studio.example/embed.js", event: "1", language });
  document.body.append(shown);
  return vi.waitFor(() => {
    const lines = [...(shown.shadowRoot?.querySelectorAll("li, article > p") ?? [])];
    expect(lines).not.toHaveLength(0);
    return lines.map((line) => plain(line.textContent ?? ""));
  });
}

test.each(["en", "hi"] as const)("dates and prices in %s are those of the studio's pages", async (code) => {
  const t = translator<typeof english>(DICTIONARIES[code], LOCALES[code]);
  const words = { t, locale: LOCALES[code], cityOf: zoneCity };
  for (const place of PLACES)
    for (const [cents, currency] of [
      [0, "EUR"],
      [3900, "EUR"],
      [3950, "EUR"],
      [120000, "INR"],
      [3900, "JPY"],
    ] as const) {
      const start_time = `${YEAR}-06-18T20:00:00Z`;
      const session = { start_time, end_time: `${YEAR}-06-18T21:00:00Z`, location: "A hall, 1", ...place };
      const lines = await embedded(code, {
        ...place,
        title: "Walk",
        kind: "retreat",
        cover: "x",
        path: "/e/walk-1",
        location: "A hall, 1",
        pictures: [],
        sessions: [{ ...session, status: "scheduled" }],
        price_from_cents: cents,
        currency,
      });
      expect(lines).toContain(plain(sessionMoment(session, start_time, words)));
      expect(lines).toContain(
        plain(cents === 0 ? t("session.free") : formatMoney(cents, currency, words.locale)),
      );
    }
});

test.each([
  ["#7a3b69", "#fff"],
  ["#ffd166", "#111"],
])("buttons of the colour %s have a text that can be read", (colour, text) => {
  const shown = document.createElement("samaya-events");
  Object.assign(shown.dataset, { studio: "https://studio.example/embed.js", colour });
  document.body.append(shown);
  expect(shown.style.getPropertyValue("--samaya-accent")).toBe(colour);
  expect(shown.style.getPropertyValue("--on-accent")).toBe(text);
});
