"""What covers are drawn with: seeded random, colours of the hour and the season, and simple shapes of SVG."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

WIDTH, HEIGHT = 400, 300

Choice = TypeVar("Choice")
Tone = tuple[float, float, float]  # lightness, chroma, hue
# For each time of day: the sky's top and bottom, its light, and the lightness of the farthest and nearest layers.
SKIES: dict[str, tuple[Tone, Tone, Tone, float, float]] = {
    "dawn": ((0.84, 0.065, 35), (0.945, 0.055, 82), (0.97, 0.075, 90), 0.8, 0.42),
    "day": ((0.84, 0.055, 220), (0.95, 0.03, 110), (0.975, 0.07, 98), 0.79, 0.41),
    "dusk": ((0.56, 0.1, 335), (0.84, 0.11, 62), (0.9, 0.125, 78), 0.6, 0.25),
    "night": ((0.25, 0.055, 270), (0.46, 0.075, 245), (0.94, 0.035, 95), 0.4, 0.17),
}
# For each season: chroma and hue of the ground, and the accent colour.
GROUND: dict[str, tuple[float, float, Tone]] = {
    "winter": (0.05, 238, (0.8, 0.08, 35)),
    "spring": (0.085, 150, (0.8, 0.1, 355)),
    "summer": (0.075, 185, (0.82, 0.14, 82)),
    "autumn": (0.07, 62, (0.74, 0.12, 48)),
}
SEASONS = ("winter", "spring", "summer", "autumn")


class SeededRandom:
    """A seeded pseudo-random generator. Not Python's own, so that a new release of Python changes no picture."""

    def __init__(self, seed: str):
        self._state = 2166136261
        for letter in seed:
            self._state = ((self._state ^ ord(letter)) * 16777619) & 0xFFFFFFFF

    def between(self, low: float, high: float) -> float:
        return low + self._next() * (high - low)

    def pick(self, choices: Sequence[Choice]) -> Choice:
        return choices[math.floor(self._next() * len(choices))]

    def _next(self) -> float:
        self._state = (self._state + 0x6D2B79F5) & 0xFFFFFFFF
        state = self._state
        mixed = ((state ^ (state >> 15)) * (1 | state)) & 0xFFFFFFFF
        mixed = (mixed + (((mixed ^ (mixed >> 7)) * (61 | mixed)) & 0xFFFFFFFF)) & 0xFFFFFFFF ^ mixed
        return (mixed ^ (mixed >> 14)) / 4294967296


@dataclass(frozen=True)
class Palette:
    sky_top: str
    sky_low: str
    light: str
    glow: str
    accent: str
    layer: Callable[[float], str]  # from the farthest layer (0) to the nearest (1)


def make_palette(daytime: str, season: str, random: SeededRandom) -> Palette:
    top, low, light, far, near = SKIES[daytime]
    chroma, hue, accent = GROUND[season]
    turn = random.between(-26, 26)

    def layer(nearness: float) -> str:
        return _oklch(far + (near - far) * nearness, chroma * (0.55 + 0.45 * nearness), hue + turn + nearness * 14)

    return Palette(
        sky_top=_oklch(top[0], top[1], top[2] + turn / 2),
        sky_low=_oklch(low[0], low[1], low[2] + turn / 2),
        light=_oklch(*light),
        glow=_oklch(light[0] - 0.02, light[1] * 1.2, light[2]),
        accent=_oklch(accent[0] - (0.12 if daytime == "night" else 0), accent[1], accent[2]),
        layer=layer,
    )


def _oklch(lightness: float, chroma: float, hue: float) -> str:
    angle = hue * math.pi / 180
    a, b = chroma * math.cos(angle), chroma * math.sin(angle)
    l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3  # noqa: E741  the usual names
    m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    linear = (
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
    )
    return "#" + "".join(_channel(value) for value in linear)


def _channel(value: float) -> str:
    bounded = min(1.0, max(0.0, value))
    curved = 12.92 * bounded if bounded <= 0.0031308 else 1.055 * bounded ** (1 / 2.4) - 0.055
    return f"{whole(curved * 255):02x}"


def whole(value: float) -> int:
    """The nearest whole number; halves go up, also below zero."""
    return math.floor(value + 0.5)


def number(value: float) -> str:
    """With at most one decimal."""
    return f"{whole(value * 10) / 10:g}"


def circle(cx: float, cy: float, r: float, fill: str, opacity: float = 1) -> str:
    faint = f"{whole(opacity * 100) / 100:g}"
    return f'<circle cx="{number(cx)}" cy="{number(cy)}" r="{number(r)}" fill="{fill}" opacity="{faint}"/>'


def path(d: str, fill: str, opacity: float = 1) -> str:
    return f'<path d="{d}" fill="{fill}" opacity="{opacity:g}"/>'


def stars(random: SeededRandom, palette: Palette) -> list[str]:
    shapes = []
    for _ in range(26):
        cx, cy = random.between(0, WIDTH), random.between(0, HEIGHT * 0.6)
        r = random.between(0.6, 1.7)
        shapes.append(circle(cx, cy, r, palette.light, whole(random.between(0.35, 0.9) * 10) / 10))
    return shapes


def ridge(random: SeededRandom, baseline: float, rise: float, steps: int) -> str:
    """A soft line of hills from edge to edge, closed along the bottom."""
    stride = WIDTH / steps
    heights = [
        baseline - (0.15 if index % 2 == 0 else 1) * rise * random.between(0.45, 1) for index in range(steps + 2)
    ]
    offset = -stride * random.between(0.1, 0.9)
    d = f"M{number(offset)} {number(heights[0])}"
    for index in range(1, len(heights)):
        x = offset + index * stride
        middle, before, now = number(x - stride / 2), number(heights[index - 1]), number(heights[index])
        d += f"C{middle} {before} {middle} {now} {number(x)} {now}"
    return f"{d}V{HEIGHT}H{number(offset)}Z"


def sun(cx: float, cy: float, r: float, palette: Palette) -> list[str]:
    return [
        circle(cx, cy, r * 2.3, palette.glow, 0.16),
        circle(cx, cy, r * 1.6, palette.glow, 0.26),
        circle(cx, cy, r, palette.light),
    ]


def pointed_oval(x: float, y: float, length: float, half: float, angle: float) -> str:
    """A leaf that grows from a point, `angle` degrees from the right."""
    turn = angle * math.pi / 180

    def at(along: float, across: float) -> str:
        px = x + along * math.cos(turn) - across * math.sin(turn)
        return f"{number(px)} {number(y + along * math.sin(turn) + across * math.cos(turn))}"

    there, back = at(length * 0.55, half * 2), at(length * 0.55, -half * 2)
    return f"M{at(0, 0)}Q{there} {at(length, 0)}Q{back} {at(0, 0)}Z"
