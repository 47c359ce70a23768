"""Composes the cover of an event as SVG: the same picture on pages, in mails and in link previews."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

WIDTH, HEIGHT = 400, 300
WHOLE = (0, 0, WIDTH, HEIGHT)  # x, y, width, height

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


@dataclass(frozen=True)
class Subject:
    """What a cover is drawn from. `hour` and `month` (from 1) are the event's own, in its zone."""

    seed: str
    kind: str
    hour: int
    month: int


class Chance:
    """A seeded pseudo-random generator. Not Python's own, so that a new release of Python changes no picture."""

    def __init__(self, seed: str):
        self._state = 2166136261
        for letter in seed:
            self._state = ((self._state ^ ord(letter)) * 16777619) & 0xFFFFFFFF

    def between(self, low: float, high: float) -> float:
        return low + self._next() * (high - low)

    def pick(self, choices: Sequence[str]) -> str:
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


def compose(subject: Subject) -> tuple[Palette, list[str]]:
    """The colours and, as SVG elements, the shapes of a cover."""
    chance = Chance(f"{subject.kind}:{subject.seed}")
    daytime = _daytime(subject.hour)
    palette = _palette(daytime, SEASONS[subject.month % 12 // 3], chance)
    shapes = _stars(chance, palette) if daytime == "night" else []
    draw = {"retreat": _mountains, "workshop": _tiles, "coaching": _winding_path}.get(subject.kind, _morning)
    return palette, shapes + draw(chance, palette)


@lru_cache(maxsize=256)
def cover_svg(subject: Subject, part: tuple[int, int, int, int] = WHOLE) -> str:
    """The picture, or a part of it."""
    palette, shapes = compose(subject)
    x, y, width, height = part
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="{x} {y} {width} {height}">'
        f'<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{palette.sky_top}"/>'
        f'<stop offset="0.75" stop-color="{palette.sky_low}"/></linearGradient></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/>{"".join(shapes)}</svg>'
    )


def _daytime(hour: int) -> str:
    if 4 <= hour < 9:
        return "dawn"
    if 9 <= hour < 16:
        return "day"
    return "dusk" if 16 <= hour < 20 else "night"


def _palette(daytime: str, season: str, chance: Chance) -> Palette:
    top, low, light, far, near = SKIES[daytime]
    chroma, hue, accent = GROUND[season]
    turn = chance.between(-26, 26)

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
    return f"{_whole(curved * 255):02x}"


def _whole(value: float) -> int:
    """The nearest whole number; halves go up, also below zero."""
    return math.floor(value + 0.5)


def _number(value: float) -> str:
    """With at most one decimal."""
    return f"{_whole(value * 10) / 10:g}"


def _circle(cx: float, cy: float, r: float, fill: str, opacity: float = 1) -> str:
    faint = f"{_whole(opacity * 100) / 100:g}"
    return f'<circle cx="{_number(cx)}" cy="{_number(cy)}" r="{_number(r)}" fill="{fill}" opacity="{faint}"/>'


def _path(d: str, fill: str, opacity: float = 1) -> str:
    return f'<path d="{d}" fill="{fill}" opacity="{opacity:g}"/>'


def _stars(chance: Chance, palette: Palette) -> list[str]:
    shapes = []
    for _ in range(26):
        cx, cy = chance.between(0, WIDTH), chance.between(0, HEIGHT * 0.6)
        r = chance.between(0.6, 1.7)
        shapes.append(_circle(cx, cy, r, palette.light, _whole(chance.between(0.35, 0.9) * 10) / 10))
    return shapes


def _ridge(chance: Chance, baseline: float, rise: float, steps: int) -> str:
    """A soft line of hills from edge to edge, closed along the bottom."""
    stride = WIDTH / steps
    heights = [
        baseline - (0.15 if index % 2 == 0 else 1) * rise * chance.between(0.45, 1) for index in range(steps + 2)
    ]
    offset = -stride * chance.between(0.1, 0.9)
    d = f"M{_number(offset)} {_number(heights[0])}"
    for index in range(1, len(heights)):
        x = offset + index * stride
        middle, before, now = _number(x - stride / 2), _number(heights[index - 1]), _number(heights[index])
        d += f"C{middle} {before} {middle} {now} {_number(x)} {now}"
    return f"{d}V{HEIGHT}H{_number(offset)}Z"


def _sun(cx: float, cy: float, r: float, palette: Palette) -> list[str]:
    return [
        _circle(cx, cy, r * 2.3, palette.glow, 0.16),
        _circle(cx, cy, r * 1.6, palette.glow, 0.26),
        _circle(cx, cy, r, palette.light),
    ]


def _mountains(chance: Chance, palette: Palette) -> list[str]:
    lake = chance.between(0, 1) > 0.4
    ground = 232 if lake else 262
    cx = chance.between(120, 280)
    cy = chance.between(92, 132)
    shapes = _sun(cx, cy, chance.between(26, 38), palette)
    for index in range(4):
        nearness = index / 3
        baseline = 178 + (ground - 178) * nearness
        shapes.append(_path(_ridge(chance, baseline, 88 - 46 * nearness, 3 + index), palette.layer(nearness * 0.85)))
    if not lake:
        return shapes
    water = f"M0 {ground - 8}H{WIDTH}V{HEIGHT}H0Z"
    shapes += [_path(water, palette.sky_low), _path(water, palette.layer(0.35), 0.55)]
    for line in range(5):
        width = chance.between(30, 74) * (1 - line * 0.1)
        y = ground + 4 + line * 11
        x = cx - width / 2 + chance.between(-9, 9)
        glint = f"M{_number(x)} {y}h{_number(width)}a2 2 0 0 1 0 4h{_number(-width)}a2 2 0 0 1 0 -4Z"
        shapes.append(_path(glint, palette.light, 0.75))
    return shapes


def _morning(chance: Chance, palette: Palette) -> list[str]:
    """Rings around a rising sun, or a lotus that opens before it."""
    cx = chance.between(130, 270)
    horizon = chance.between(196, 232)
    draw = _rings if chance.pick(("rings", "lotus")) == "rings" else _lotus
    shapes = draw(chance, palette, cx, horizon)
    shapes.append(_path(_ridge(chance, horizon + 16, 22, 2), palette.layer(0.45)))
    shapes.append(_path(_ridge(chance, horizon + 48, 26, 3), palette.layer(0.8)))
    return shapes


def _rings(chance: Chance, palette: Palette, cx: float, horizon: float) -> list[str]:
    stride = chance.between(28, 44)
    shapes = []
    for ring in range(5, 0, -1):
        fill = palette.sky_top if ring % 2 == 0 else palette.accent
        shapes.append(_circle(cx, horizon, 36 + ring * stride, fill, 0.62 - ring * 0.085))
    return [*shapes, _circle(cx, horizon, chance.between(44, 58), palette.light)]


def _lotus(chance: Chance, palette: Palette, cx: float, horizon: float) -> list[str]:
    length = chance.between(128, 158)
    half = chance.between(24, 32)
    shapes = [_circle(cx, horizon - 34, length * 0.62, palette.light, 0.9)]
    petals = int(chance.pick(("3", "4")))
    for petal in range(petals, -1, -1):
        for side in (0,) if petal == 0 else (-1, 1):
            angle = side * petal * 82 / petals - 90
            fill = palette.accent if petal % 2 == 0 else palette.layer(0.3)
            shapes.append(_path(_leaf(cx, horizon + 14, length * (1 - petal * 0.055), half, angle), fill, 0.86))
    return shapes


def _leaf(x: float, y: float, length: float, half: float, angle: float) -> str:
    """A leaf that grows from a point, `angle` degrees from the right."""
    turn = angle * math.pi / 180

    def at(along: float, across: float) -> str:
        px = x + along * math.cos(turn) - across * math.sin(turn)
        return f"{_number(px)} {_number(y + along * math.sin(turn) + across * math.cos(turn))}"

    there, back = at(length * 0.55, half * 2), at(length * 0.55, -half * 2)
    return f"M{at(0, 0)}Q{there} {at(length, 0)}Q{back} {at(0, 0)}Z"


def _tiles(chance: Chance, palette: Palette) -> list[str]:
    size = 100
    fills = [palette.layer(0.15), palette.layer(0.5), palette.layer(0.85), palette.accent, palette.light]
    shapes = []
    for x in range(0, WIDTH, size):
        for y in range(0, HEIGHT, size):
            back = chance.pick(fills)
            front = chance.pick([fill for fill in fills if fill != back])
            shapes.append(_path(f"M{x} {y}h{size + 0.5}v{size + 0.5}h-{size + 0.5}Z", back))
            shapes += _tile(chance, x, y, size, front)
    return shapes


def _tile(chance: Chance, x: int, y: int, size: int, fill: str) -> list[str]:
    right, low, half = x + size, y + size, size // 2
    arc, bow = f"A{size} {size} 0 0 1", f"A{half} {half} 0 0 1"
    match chance.pick(("quarter", "leaf", "disc", "half", "arch", "still")):
        case "quarter":
            choices = (
                f"M{x} {y}H{right}{arc} {x} {low}Z",
                f"M{right} {low}H{x}{arc} {right} {y}Z",
                f"M{x} {low}V{y}{arc} {right} {low}Z",
            )
        case "leaf":
            other = f"A{size} {size} 0 0 0"
            choices = (
                f"M{x} {y}{arc} {right} {low}{arc} {x} {y}Z",
                f"M{right} {y}{other} {x} {low}{other} {right} {y}Z",
            )
        case "disc":
            return [_circle(x + half, y + half, size * 0.3, fill)]
        case "half":
            choices = (
                f"M{x} {y + half}{bow} {right} {y + half}Z",
                f"M{x} {y + half}A{half} {half} 0 0 0 {right} {y + half}Z",
            )
        case "arch":
            narrow = half - 18
            arch = f"M{x + 18} {low}V{y + half}A{narrow} {narrow} 0 0 1 {right - 18} {y + half}V{low}Z"
            return [_path(arch, fill)]
        case _:
            return []
    return [_path(chance.pick(choices), fill)]


def _winding_path(chance: Chance, palette: Palette) -> list[str]:
    goal = chance.between(165, 235)
    bend = (-1 if chance.pick(("left", "right")) == "left" else 1) * chance.between(70, 105)
    cy = chance.between(112, 136)
    shapes = [
        *_sun(goal, cy, chance.between(30, 40), palette),
        _path(_ridge(chance, 178, 40, 3), palette.layer(0.15)),
        _path(_ridge(chance, 200, 34, 2), palette.layer(0.45)),
        _path(f"M0 196Q{WIDTH // 2} 176 {WIDTH} 196V{HEIGHT}H0Z", palette.layer(0.72)),
    ]
    far, start = 187, goal - bend * 0.3
    road = (
        f"M{_number(goal - 2)} {far}"
        f"C{_number(goal + bend - 9)} 214 {_number(goal - bend * 1.4 - 26)} 236 {_number(start - 52)} {HEIGHT}"
        f"H{_number(start + 52)}"
        f"C{_number(goal - bend * 1.4 + 26)} 236 {_number(goal + bend + 9)} 214 {_number(goal + 2)} {far}Z"
    )
    shapes.append(_path(road, palette.light, 0.9))
    for index in range(5):
        side = chance.between(8, 96) if index % 2 == 0 else chance.between(304, 392)
        y = chance.between(222, 284)
        r = (y - 196) * 0.22
        shapes.append(_circle(side, y - r, r, palette.layer(1)))
        shapes.append(_circle(side + r * 0.9, y - r * 0.7, r * 0.7, palette.layer(0.95)))
    return shapes
