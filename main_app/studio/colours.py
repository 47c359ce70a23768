"""The colours of the web app's two themes, derived from the one colour that a studio chooses. Pure functions.

Contrast is WCAG's: of the relative luminances of two colours, from 1 to 21. Text needs at least 4.5.
"""

import colorsys
from typing import NamedTuple

READABLE = 4.5
LIGHT_PAGE, DARK_PAGE = "#faf7f2", "#171614"  # the same as in frontend/src/app/theme.ts
WHITE_TEXT, DARK_TEXT = "#fffdf9", "#0f0e0d"
# The luminance of each shade, from the lightest to the darkest. The colour itself is the shade after these.
LIGHTER_SHADES = (0.94, 0.79, 0.61, 0.46, 0.37, 0.26, 0.18)
DARKER = (0.66, 0.4)  # of the colour's own luminance
SHADE_OF_THE_DARK_THEME = 3
DARK_TINT = 0.026
TINT_SATURATION = 0.55
STEPS = 24  # of the search for a lightness: more precise than a colour's 256 steps


class Theme(NamedTuple):
    """`accent` is for links and buttons, `on_accent` for the text on them, `accent_soft` for tinted surfaces."""

    accent: str
    on_accent: str
    accent_soft: str


class Palette(NamedTuple):
    """Ten shades from light to dark, and what each theme uses."""

    shades: tuple[str, ...]
    light: Theme
    dark: Theme


# What a studio without a colour of its own has.
LIGHT = Theme("#14656b", WHITE_TEXT, "#eaf6f5")
DARK = Theme("#5fb0b1", DARK_TEXT, "#15302f")


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_readable(colour: str) -> bool:
    """Whether links in this colour can be read on the light page, and light text on buttons in it."""
    return min(contrast(colour, LIGHT_PAGE), contrast(colour, WHITE_TEXT)) >= READABLE


def palette(colour: str) -> Palette:
    """The palette of a readable colour. Each shade has its hue, and a luminance at which texts stay readable."""
    own = luminance(colour)
    shades = (
        *(_at_luminance(colour, max(target, own), TINT_SATURATION if index < 2 else 1.0)
          for index, target in enumerate(LIGHTER_SHADES)),
        colour,
        *(_at_luminance(colour, own * part) for part in DARKER),
    )  # fmt: skip
    return Palette(
        shades,
        Theme(colour, WHITE_TEXT, shades[0]),
        Theme(shades[SHADE_OF_THE_DARK_THEME], DARK_TEXT, _at_luminance(colour, DARK_TINT, TINT_SATURATION)),
    )


def _at_luminance(colour: str, target: float, saturation: float = 1.0) -> str:
    """The colour of this hue with this luminance. Luminance rises with lightness, so halving finds it."""
    hue, _, own_saturation = colorsys.rgb_to_hls(*_parts(colour))
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if luminance(_text(colorsys.hls_to_rgb(hue, middle, own_saturation * saturation))) < target:
            low = middle
        else:
            high = middle
    return _text(colorsys.hls_to_rgb(hue, high, own_saturation * saturation))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _text(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
