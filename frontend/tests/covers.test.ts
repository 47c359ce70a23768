import { describe, expect, test } from "vitest";
import { composeCover } from "@/features/covers/compose";
import { daytimeOf, seasonOf } from "@/features/covers/palette";
import { KINDS } from "@/features/events/eventTimes";

const SUBJECT = { seed: "atlantic-weekend", kind: "retreat", hour: 18, month: 12 } as const;

describe("a cover", () => {
  test("is the same every time the same event is drawn", () => {
    expect(composeCover(SUBJECT)).toEqual(composeCover({ ...SUBJECT }));
  });

  test("is another one for another event", () => {
    expect(composeCover({ ...SUBJECT, seed: "himalaya" })).not.toEqual(composeCover(SUBJECT));
  });

  test.each(KINDS)("of a %s is drawn with colours and numbers that SVG understands", (kind) => {
    for (let seed = 0; seed < 40; seed++) {
      const { skyTop, skyLow, shapes } = composeCover({
        seed: `s${seed}`,
        kind,
        hour: seed % 24,
        month: (seed % 12) + 1,
      });
      expect(skyTop + skyLow).toMatch(/^#[0-9a-f]{6}#[0-9a-f]{6}$/);
      expect(shapes.length).toBeGreaterThan(3);
      expect(JSON.stringify(shapes)).not.toMatch(/NaN|undefined|null|Infinity/);
      for (const shape of shapes) expect(shape.fill).toMatch(/^#[0-9a-f]{6}$/);
    }
  });

  // main_app/events/cover.py draws them for mails and is tested with the same file.
  test("is the one that mails show", async () => {
    const examples = KINDS.flatMap((kind) =>
      [3, 6, 12, 18].flatMap((hour, index) =>
        ["atlantic-weekend", `नमस्ते 🪷 ${index}`].map((seed) => {
          const subject = { seed, kind, hour, month: index * 3 + 1 };
          return { subject, ...composeCover(subject) };
        }),
      ),
    );
    await expect(`${examples.map((one) => JSON.stringify(one)).join("\n")}\n`).toMatchFileSnapshot(
      "./covers.examples.jsonl",
    );
  });

  test("at night has stars, at noon none", () => {
    const tiny = (hour: number) =>
      composeCover({ ...SUBJECT, hour }).shapes.filter((shape) => shape.at === "circle" && shape.r < 2)
        .length;
    expect(tiny(23)).toBeGreaterThan(10);
    expect(tiny(12)).toBe(0);
  });
});

test.each([
  [5, "dawn"],
  [12, "day"],
  [18, "dusk"],
  [23, "night"],
  [2, "night"],
])("%i o'clock is %s", (hour, expected) => {
  expect(daytimeOf(hour)).toBe(expected);
});

test.each([
  [12, "winter"],
  [2, "winter"],
  [3, "spring"],
  [8, "summer"],
  [11, "autumn"],
])("month %i is in %s", (month, expected) => {
  expect(seasonOf(month)).toBe(expected);
});
