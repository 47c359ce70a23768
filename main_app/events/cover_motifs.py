"""The motifs of covers: several for each kind of event, so that few events look alike."""

from collections.abc import Callable

from main_app.events import cover_landscapes, cover_patterns
from main_app.events.cover_drawing import Palette, SeededRandom

MOTIFS: dict[str, tuple[Callable[[SeededRandom, Palette], list[str]], ...]] = {
    "class": (
        cover_patterns.rings,
        cover_patterns.lotus,
        cover_landscapes.sea,
        cover_landscapes.stones,
        cover_landscapes.reeds,
        cover_patterns.breath,
    ),
    "workshop": (
        cover_patterns.tiles,
        cover_patterns.discs,
        cover_patterns.arches,
        cover_patterns.cutouts,
        cover_patterns.weave,
    ),
    "retreat": (
        cover_landscapes.mountains,
        cover_landscapes.forest,
        cover_landscapes.dunes,
        cover_landscapes.island,
        cover_landscapes.house,
    ),
    "coaching": (
        cover_landscapes.winding_path,
        cover_landscapes.door,
        cover_landscapes.stairs,
        cover_landscapes.tree,
        cover_landscapes.bridge,
    ),
}
