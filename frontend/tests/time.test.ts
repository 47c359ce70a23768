import { describe, expect, test, vi } from "vitest";
import { customer as english } from "@/shared/i18n/en/customer";
import { cities } from "@/shared/i18n/hi/cities";
import { customer as hindi } from "@/shared/i18n/hi/customer";
import { translator } from "@/shared/i18n/messages";
import { browserZone, dayKey, formatSpan, sameClock, zoneCity } from "@/shared/time/format";
import { type SessionTime, sessionTimes, zonesOf } from "@/shared/time/sessionTime";
import { daysLater, startOfDay } from "@/shared/time/wallClock";

const NOW = new Date("2026-11-21T12:00:00Z");
const at = (iso: string) => new Date(iso);

/** The span with no-break spaces, except for those around the dash. */
function breaksOnlyBetweenDays(span: string): string {
  return span.replaceAll(" ", "\u00a0").replace("\u00a0–\u00a0", " – ");
}

describe("a session's time", () => {
  test.each([
    ["Europe/Lisbon", "Sat 12 Dec, 07:00–08:30"],
    ["Asia/Kolkata", "Sat 12 Dec, 12:30–14:00"],
    ["Pacific/Auckland", "Sat 12 Dec, 20:00–21:30"],
    ["America/Los_Angeles", breaksOnlyBetweenDays("Fri 11 Dec, 23:00 – Sat 12 Dec, 00:30")],
  ])("is read in the zone of the reader: %s", (zone, expected) => {
    expect(formatSpan(at("2026-12-12T07:00:00Z"), at("2026-12-12T08:30:00Z"), zone, "en-GB", NOW)).toBe(
      expected,
    );
  });

  test("says both days of a retreat, and the year once where it is another one", () => {
    const span = formatSpan(
      at("2027-01-08T18:00:00Z"),
      at("2027-01-10T14:00:00Z"),
      "Europe/Lisbon",
      "en-GB",
      NOW,
    );
    expect(span).toBe(breaksOnlyBetweenDays("Fri 8 Jan, 18:00 – Sun 10 Jan 2027, 14:00"));
  });

  test("says both years across New Year's Eve", () => {
    const span = formatSpan(at("2026-12-31T20:00:00Z"), at("2027-01-01T10:00:00Z"), "UTC", "en-GB", NOW);
    expect(span).toBe(breaksOnlyBetweenDays("Thu 31 Dec, 20:00 – Fri 1 Jan 2027, 10:00"));
  });

  test("is written in Hindi for a Hindi reader", () => {
    const span = formatSpan(
      at("2026-12-12T07:00:00Z"),
      at("2026-12-12T08:30:00Z"),
      "Asia/Kolkata",
      "hi-IN",
      NOW,
    );
    expect(span).toMatch(/^शनि 12 दिस.*, 12:30–14:00$/);
  });

  test("at midnight is 00, never 24", () => {
    expect(formatSpan(at("2026-12-12T00:00:00Z"), at("2026-12-12T01:00:00Z"), "UTC", "en-GB", NOW)).toContain(
      "00:00–01:00",
    );
  });
});

describe("two zones", () => {
  test("with other names and the same clock are not shown twice", () => {
    expect(sameClock(at("2026-12-12T07:00:00Z"), "Europe/Berlin", "Europe/Paris")).toBe(true);
  });

  test("that agree only in winter differ in summer", () => {
    expect(sameClock(at("2026-12-12T07:00:00Z"), "Europe/London", "UTC")).toBe(true);
    expect(sameClock(at("2026-07-12T07:00:00Z"), "Europe/London", "UTC")).toBe(false);
  });

  test("that differ by a whole day are different", () => {
    expect(sameClock(at("2026-12-12T07:00:00Z"), "Pacific/Kiritimati", "Pacific/Honolulu")).toBe(false);
  });

  test("are named by their city, as it is called today", () => {
    expect(zoneCity("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
    expect(zoneCity("Asia/Calcutta")).toBe("Kolkata");
  });
});

describe("for a reader elsewhere", () => {
  const words = (dictionary: typeof english, locale: string, cityOf = zoneCity) => ({
    t: translator<typeof english>(dictionary, locale),
    locale,
    cityOf,
  });
  const inEnglish = words(english, "en-GB");
  const MORNING: SessionTime = {
    start_time: "2099-11-26T01:30:00Z",
    end_time: "2099-11-26T03:00:00Z",
    time_zone: "Asia/Kolkata",
    location: "Rishikesh",
    online: false,
  };
  const texts = (session: SessionTime, reader: string, language = inEnglish) =>
    sessionTimes(session, language, reader).map((time) => time?.text.replaceAll("\u00a0", " "));

  test("in person, the time where the session is comes first, the reader's beneath", () => {
    expect(texts(MORNING, "America/New_York")).toEqual([
      "Thu 26 Nov 2099, 07:00–08:30 · Rishikesh",
      "Wed 25 Nov 2099, 20:30–22:00, New York time",
    ]);
    expect(zonesOf(MORNING, "America/New_York")).toEqual(["Asia/Kolkata", "America/New_York"]);
  });

  test("online, it is the other way round", () => {
    expect(texts({ ...MORNING, online: true }, "Europe/Lisbon")).toEqual([
      "Thu 26 Nov 2099, 01:30–03:00, Lisbon time",
      "07:00–08:30, Kolkata time",
    ]);
  });

  test.each(["Parmarth Niketan, Swarg Ashram, Rishikesh", "Rua do Sol 14", "", null])(
    "an address names no zone, so its city does: %s",
    (location) => {
      expect(texts({ ...MORNING, location }, "Europe/Lisbon")[0]).toBe(
        "Thu 26 Nov 2099, 07:00–08:30, Kolkata time",
      );
    },
  );

  test("one time is enough if clocks show the same", () => {
    expect(texts(MORNING, "Asia/Calcutta")).toEqual(["Thu 26 Nov 2099, 07:00–08:30"]);
    expect(texts({ ...MORNING, online: true }, "Asia/Colombo")).toEqual(["Thu 26 Nov 2099, 07:00–08:30"]);
  });

  test("a retreat over a change of the clocks has both, though its first hour is the same", () => {
    const retreat = { ...MORNING, start_time: "2099-03-28T10:00:00Z", end_time: "2099-03-30T10:00:00Z" };
    expect(zonesOf({ ...retreat, time_zone: "Europe/London" }, "Africa/Abidjan")).toHaveLength(2);
  });

  test("a session that the CRM knows without a location is online", () => {
    const { online: _, ...known } = MORNING;
    expect(zonesOf(known, "Europe/Lisbon")[0]).toBe("Asia/Kolkata");
    expect(zonesOf({ ...known, location: "" }, "Europe/Lisbon")[0]).toBe("Europe/Lisbon");
  });

  test("zones have Hindi names in Hindi", () => {
    const inHindi = words(hindi as typeof english, "hi-IN", (zone) => cities[zoneCity(zone)] ?? zone);
    expect(texts({ ...MORNING, location: "" }, "Europe/Lisbon", inHindi)).toEqual([
      expect.stringMatching(/^गुरु 26 नव.* 2099, 07:00–08:30, कोलकाता समय$/),
      "01:30–03:00, लिस्बन समय",
    ]);
  });
});

describe("the first instant of a day", () => {
  test.each([
    ["2026-12-12", "Asia/Kolkata", "2026-12-11T18:30:00.000Z"],
    ["2026-12-12", "America/New_York", "2026-12-12T05:00:00.000Z"],
    // The nights when the clocks go forward and back.
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
    ["2026-10-26", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
  ])("%s in %s is %s", (day, zone, expected) => {
    expect(startOfDay(day, zone)).toBe(expected);
    expect(dayKey(at(expected), zone)).toBe(day);
  });

  test("of the day after New Year's Eve is in the next year", () => {
    expect(daysLater("2026-12-31", 1)).toBe("2027-01-01");
  });
});

test("a reader who travels with an open page reads times in the zone of arrival", () => {
  const before = browserZone();
  vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue({
    ...Intl.DateTimeFormat().resolvedOptions(),
    timeZone: "Asia/Tokyo",
  });
  expect(browserZone()).toBe(before);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(browserZone()).toBe("Asia/Tokyo");
  vi.restoreAllMocks();
  document.dispatchEvent(new Event("visibilitychange"));
  expect(browserZone()).toBe(before);
});
