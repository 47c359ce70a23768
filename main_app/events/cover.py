"""Composes the cover of an event as SVG: the same picture on pages, in mails and in link previews."""

import re
from dataclasses import dataclass
from functools import lru_cache

from main_app.events.cover_drawing import HEIGHT, SEASONS, WIDTH, Palette, SeededRandom, make_palette, stars
from main_app.events.cover_motifs import MOTIFS

INVALID_SEED_CHARACTERS = re.compile(r"[^A-Za-z0-9 _.-]")
WHOLE = (0, 0, WIDTH, HEIGHT)  # x, y, width, height


@dataclass(frozen=True)
class Subject:
    """What a picture is drawn from. `hour` and `month` (from 1) choose its light and its colours."""

    seed: str
    kind: str
    hour: int
    month: int


def event_subject(kind: str, seed: str) -> Subject:
    """What an event's cover is drawn from. Nothing of it depends on the event's sessions, so the cover stays."""
    random = SeededRandom(seed)
    return Subject(seed, kind, random.pick(range(24)), random.pick(range(1, 13)))


def compose(subject: Subject) -> tuple[Palette, list[str]]:
    """The colours and, as SVG elements, the shapes of a cover. The seed chooses among the motifs of the kind."""
    random = SeededRandom(f"{subject.kind}:{subject.seed}")
    daytime = _daytime(subject.hour)
    palette = make_palette(daytime, SEASONS[subject.month % 12 // 3], random)
    shapes = stars(random, palette) if daytime == "night" else []
    draw = random.pick(MOTIFS.get(subject.kind, MOTIFS["class"]))
    return palette, shapes + draw(random, palette)


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


def seed_of(text: str) -> str:
    """The text without characters that a seed may not have, shortened."""
    return INVALID_SEED_CHARACTERS.sub("", text)[:64].strip() or "samaya"
