import type { Chance } from "./chance";
import { oklch } from "./colour";

export type Daytime = "dawn" | "day" | "dusk" | "night";
export type Season = "winter" | "spring" | "summer" | "autumn";
export type Palette = {
  skyTop: string;
  skyLow: string;
  light: string;
  glow: string;
  /** From the farthest layer (0) to the nearest (1). */
  layer: (nearness: number) => string;
  accent: string;
};

type Tone = readonly [lightness: number, chroma: number, hue: number];
type Sky = { top: Tone; low: Tone; light: Tone; far: number; near: number };

const SKIES: Record<Daytime, Sky> = {
  dawn: { top: [0.84, 0.065, 35], low: [0.945, 0.055, 82], light: [0.97, 0.075, 90], far: 0.8, near: 0.42 },
  day: { top: [0.84, 0.055, 220], low: [0.95, 0.03, 110], light: [0.975, 0.07, 98], far: 0.79, near: 0.41 },
  dusk: { top: [0.56, 0.1, 335], low: [0.84, 0.11, 62], light: [0.9, 0.125, 78], far: 0.6, near: 0.25 },
  night: { top: [0.25, 0.055, 270], low: [0.46, 0.075, 245], light: [0.94, 0.035, 95], far: 0.4, near: 0.17 },
};
const GROUND: Record<Season, { chroma: number; hue: number; accent: Tone }> = {
  winter: { chroma: 0.05, hue: 238, accent: [0.8, 0.08, 35] },
  spring: { chroma: 0.085, hue: 150, accent: [0.8, 0.1, 355] },
  summer: { chroma: 0.075, hue: 185, accent: [0.82, 0.14, 82] },
  autumn: { chroma: 0.07, hue: 62, accent: [0.74, 0.12, 48] },
};

export function daytimeOf(hour: number): Daytime {
  if (hour >= 4 && hour < 9) return "dawn";
  if (hour >= 9 && hour < 16) return "day";
  return hour >= 16 && hour < 20 ? "dusk" : "night";
}

/** `month` counts from 1. */
export function seasonOf(month: number): Season {
  return (["winter", "spring", "summer", "autumn"] as const)[Math.floor((month % 12) / 3)] ?? "winter";
}

export function paletteFor(daytime: Daytime, season: Season, chance: Chance): Palette {
  const sky = SKIES[daytime];
  const ground = GROUND[season];
  const turn = chance.between(-26, 26);
  const tone = ([lightness, chroma, hue]: Tone, by = turn / 2) => oklch(lightness, chroma, hue + by);
  return {
    skyTop: tone(sky.top),
    skyLow: tone(sky.low),
    light: tone(sky.light, 0),
    glow: oklch(sky.light[0] - 0.02, sky.light[1] * 1.2, sky.light[2]),
    layer: (nearness) =>
      oklch(
        sky.far + (sky.near - sky.far) * nearness,
        ground.chroma * (0.55 + 0.45 * nearness),
        ground.hue + turn + nearness * 14,
      ),
    accent: oklch(ground.accent[0] - (daytime === "night" ? 0.12 : 0), ground.accent[1], ground.accent[2]),
  };
}
