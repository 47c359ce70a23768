import type { EventKind } from "@/shared/api/types";
import { type Chance, chanceFrom } from "./chance";
import { type Daytime, daytimeOf, type Palette, paletteFor, seasonOf } from "./palette";

export type Shape =
  | { at: "circle"; cx: number; cy: number; r: number; fill: string; opacity: number }
  | { at: "path"; d: string; fill: string; opacity: number };
export type Composition = { skyTop: string; skyLow: string; shapes: Shape[] };
export type CoverSubject = { seed: string; kind: EventKind; hour: number; month: number };

export const WIDTH = 400;
export const HEIGHT = 300;

const round = (value: number) => Math.round(value * 10) / 10;
const circle = (cx: number, cy: number, r: number, fill: string, opacity = 1): Shape => ({
  at: "circle",
  cx: round(cx),
  cy: round(cy),
  r: round(r),
  fill,
  opacity: Math.round(opacity * 100) / 100,
});
const path = (d: string, fill: string, opacity = 1): Shape => ({ at: "path", d, fill, opacity });

/** The picture of an event: the same event gives the same picture, wherever and whenever it is drawn. */
export function composeCover({ seed, kind, hour, month }: CoverSubject): Composition {
  const chance = chanceFrom(`${kind}:${seed}`);
  const daytime = daytimeOf(hour);
  const palette = paletteFor(daytime, seasonOf(month), chance);
  const shapes = [
    ...(daytime === "night" ? stars(chance, palette) : []),
    ...PICTURES[kind](chance, palette, daytime),
  ];
  return { skyTop: palette.skyTop, skyLow: palette.skyLow, shapes };
}

const PICTURES: Record<EventKind, (chance: Chance, palette: Palette, daytime: Daytime) => Shape[]> = {
  retreat: mountains,
  class: morning,
  workshop: tiles,
  coaching: windingPath,
};

function stars(chance: Chance, palette: Palette): Shape[] {
  return Array.from({ length: 26 }, () =>
    circle(
      chance.between(0, WIDTH),
      chance.between(0, HEIGHT * 0.6),
      chance.between(0.6, 1.7),
      palette.light,
      round(chance.between(0.35, 0.9)),
    ),
  );
}

/** A soft line of hills from edge to edge, closed along the bottom. */
function ridge(chance: Chance, baseline: number, rise: number, steps: number): string {
  const stride = WIDTH / steps;
  const heights = Array.from(
    { length: steps + 2 },
    (_, index) => baseline - (index % 2 === 0 ? 0.15 : 1) * rise * chance.between(0.45, 1),
  );
  const offset = -stride * chance.between(0.1, 0.9);
  let d = `M${round(offset)} ${round(heights[0] ?? baseline)}`;
  for (let index = 1; index < heights.length; index++) {
    const x = offset + index * stride;
    const middle = x - stride / 2;
    const [before, now] = [heights[index - 1] ?? baseline, heights[index] ?? baseline];
    d += `C${round(middle)} ${round(before)} ${round(middle)} ${round(now)} ${round(x)} ${round(now)}`;
  }
  return `${d}V${HEIGHT}H${round(offset)}Z`;
}

function sun(cx: number, cy: number, r: number, palette: Palette): Shape[] {
  return [
    circle(cx, cy, r * 2.3, palette.glow, 0.16),
    circle(cx, cy, r * 1.6, palette.glow, 0.26),
    circle(cx, cy, r, palette.light),
  ];
}

function mountains(chance: Chance, palette: Palette): Shape[] {
  const layers = 4;
  const lake = chance.between(0, 1) > 0.4;
  const ground = lake ? 232 : 262;
  const cx = chance.between(120, 280);
  const shapes = sun(cx, chance.between(92, 132), chance.between(26, 38), palette);
  for (let index = 0; index < layers; index++) {
    const nearness = index / (layers - 1);
    const baseline = 178 + (ground - 178) * nearness;
    shapes.push(path(ridge(chance, baseline, 88 - 46 * nearness, 3 + index), palette.layer(nearness * 0.85)));
  }
  if (!lake) return shapes;
  shapes.push(path(`M0 ${ground - 8}H${WIDTH}V${HEIGHT}H0Z`, palette.skyLow));
  shapes.push(path(`M0 ${ground - 8}H${WIDTH}V${HEIGHT}H0Z`, palette.layer(0.35), 0.55));
  for (let line = 0; line < 5; line++) {
    const width = chance.between(30, 74) * (1 - line * 0.1);
    const y = ground + 4 + line * 11;
    const x = cx - width / 2 + chance.between(-9, 9);
    shapes.push(
      path(
        `M${round(x)} ${y}h${round(width)}a2 2 0 0 1 0 4h${round(-width)}a2 2 0 0 1 0 -4Z`,
        palette.light,
        0.75,
      ),
    );
  }
  return shapes;
}

/** Rings around a rising sun, or a lotus that opens before it. */
function morning(chance: Chance, palette: Palette): Shape[] {
  const cx = chance.between(130, 270);
  const horizon = chance.between(196, 232);
  const shapes =
    chance.pick(["rings", "lotus"]) === "rings"
      ? rings(chance, palette, cx, horizon)
      : lotus(chance, palette, cx, horizon);
  shapes.push(path(ridge(chance, horizon + 16, 22, 2), palette.layer(0.45)));
  shapes.push(path(ridge(chance, horizon + 48, 26, 3), palette.layer(0.8)));
  return shapes;
}

function rings(chance: Chance, palette: Palette, cx: number, horizon: number): Shape[] {
  const stride = chance.between(28, 44);
  const shapes: Shape[] = [];
  for (let ring = 5; ring >= 1; ring--) {
    const fill = ring % 2 === 0 ? palette.skyTop : palette.accent;
    shapes.push(circle(cx, horizon, 36 + ring * stride, fill, 0.62 - ring * 0.085));
  }
  shapes.push(circle(cx, horizon, chance.between(44, 58), palette.light));
  return shapes;
}

function lotus(chance: Chance, palette: Palette, cx: number, horizon: number): Shape[] {
  const length = chance.between(128, 158);
  const half = chance.between(24, 32);
  const shapes: Shape[] = [circle(cx, horizon - 34, length * 0.62, palette.light, 0.9)];
  const petals = chance.pick([3, 4]);
  for (let petal = petals; petal >= 0; petal--) {
    for (const side of petal === 0 ? [0] : [-1, 1]) {
      const angle = (side * petal * 82) / petals - 90;
      const reach = length * (1 - petal * 0.055);
      shapes.push(
        path(
          leaf(cx, horizon + 14, reach, half, angle),
          petal % 2 === 0 ? palette.accent : palette.layer(0.3),
          0.86,
        ),
      );
    }
  }
  return shapes;
}

/** A leaf that grows from a point, `angle` degrees from the right. */
function leaf(x: number, y: number, length: number, half: number, angle: number): string {
  const turn = (angle * Math.PI) / 180;
  const at = (along: number, across: number) =>
    `${round(x + along * Math.cos(turn) - across * Math.sin(turn))} ${round(y + along * Math.sin(turn) + across * Math.cos(turn))}`;
  return `M${at(0, 0)}Q${at(length * 0.55, half * 2)} ${at(length, 0)}Q${at(length * 0.55, -half * 2)} ${at(0, 0)}Z`;
}

function tiles(chance: Chance, palette: Palette): Shape[] {
  const size = 100;
  const shapes: Shape[] = [];
  const fills = [
    palette.layer(0.15),
    palette.layer(0.5),
    palette.layer(0.85),
    palette.accent,
    palette.light,
  ] as const;
  for (let x = 0; x < WIDTH; x += size) {
    for (let y = 0; y < HEIGHT; y += size) {
      const back = chance.pick(fills);
      const front = chance.pick(fills.filter((fill) => fill !== back) as [string, ...string[]]);
      shapes.push(path(`M${x} ${y}h${size + 0.5}v${size + 0.5}h-${size + 0.5}Z`, back));
      shapes.push(...tile(chance, x, y, size, front));
    }
  }
  return shapes;
}

function tile(chance: Chance, x: number, y: number, size: number, fill: string): Shape[] {
  const right = x + size;
  const low = y + size;
  const half = size / 2;
  switch (chance.pick(["quarter", "leaf", "disc", "half", "arch", "still"])) {
    case "quarter":
      return [
        path(
          chance.pick([
            `M${x} ${y}H${right}A${size} ${size} 0 0 1 ${x} ${low}Z`,
            `M${right} ${low}H${x}A${size} ${size} 0 0 1 ${right} ${y}Z`,
            `M${x} ${low}V${y}A${size} ${size} 0 0 1 ${right} ${low}Z`,
          ]),
          fill,
        ),
      ];
    case "leaf":
      return [
        path(
          chance.pick([
            `M${x} ${y}A${size} ${size} 0 0 1 ${right} ${low}A${size} ${size} 0 0 1 ${x} ${y}Z`,
            `M${right} ${y}A${size} ${size} 0 0 0 ${x} ${low}A${size} ${size} 0 0 0 ${right} ${y}Z`,
          ]),
          fill,
        ),
      ];
    case "disc":
      return [circle(x + half, y + half, size * 0.3, fill)];
    case "half":
      return [
        path(
          chance.pick([
            `M${x} ${y + half}A${half} ${half} 0 0 1 ${right} ${y + half}Z`,
            `M${x} ${y + half}A${half} ${half} 0 0 0 ${right} ${y + half}Z`,
          ]),
          fill,
        ),
      ];
    case "arch":
      return [
        path(
          `M${x + 18} ${low}V${y + half}A${half - 18} ${half - 18} 0 0 1 ${right - 18} ${y + half}V${low}Z`,
          fill,
        ),
      ];
    default:
      return [];
  }
}

function windingPath(chance: Chance, palette: Palette): Shape[] {
  const goal = chance.between(165, 235);
  const bend = chance.pick([-1, 1]) * chance.between(70, 105);
  const shapes = [
    ...sun(goal, chance.between(112, 136), chance.between(30, 40), palette),
    path(ridge(chance, 178, 40, 3), palette.layer(0.15)),
    path(ridge(chance, 200, 34, 2), palette.layer(0.45)),
    path(`M0 196Q${WIDTH / 2} 176 ${WIDTH} 196V${HEIGHT}H0Z`, palette.layer(0.72)),
  ];
  const far = 187;
  const start = goal - bend * 0.3;
  shapes.push(
    path(
      [
        `M${round(goal - 2)} ${far}`,
        `C${round(goal + bend - 9)} 214 ${round(goal - bend * 1.4 - 26)} 236 ${round(start - 52)} ${HEIGHT}`,
        `H${round(start + 52)}`,
        `C${round(goal - bend * 1.4 + 26)} 236 ${round(goal + bend + 9)} 214 ${round(goal + 2)} ${far}Z`,
      ].join(""),
      palette.light,
      0.9,
    ),
  );
  for (let index = 0; index < 5; index++) {
    const side = index % 2 === 0 ? chance.between(8, 96) : chance.between(304, 392);
    const y = chance.between(222, 284);
    const r = (y - 196) * 0.22;
    shapes.push(
      circle(side, y - r, r, palette.layer(1)),
      circle(side + r * 0.9, y - r * 0.7, r * 0.7, palette.layer(0.95)),
    );
  }
  return shapes;
}
