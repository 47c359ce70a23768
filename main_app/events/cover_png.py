"""Covers as PNG for mails, and pictures for link previews. Making one takes long, so they are kept as files."""

import hashlib
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from main_app.events.cover import Subject, cover_svg
from main_app.pictures import files
from main_app.pictures.encoding import cropped_jpeg

PART = (0, 60, 400, 180)  # so that the text of a mail begins on the first screen
PIXELS = 1200  # twice the width it has in a mail
PREVIEW_SIZE = (1200, 630)
PREVIEW_PART = (0, 45, 400, 210)  # the same shape
MAX_FILES = 1000  # of about 30 KB each


def cover_png(subject: Subject, folder: Path) -> bytes:
    """The picture, drawn only if the folder does not have it."""
    svg = cover_svg(subject, PART)
    return _kept(folder / f"{hashlib.sha256(svg.encode()).hexdigest()}.png", lambda: draw(svg))


def preview_jpeg(subject: Subject, first_picture: Any | None, folder: Path) -> bytes:
    """What programs show beside a link: the event's first picture around its focal point, or its cover."""
    if first_picture is None:
        svg = cover_svg(subject, PREVIEW_PART)
        source, focus = svg, (50, 50)
    else:
        source, focus = first_picture.file, (first_picture.focus_x, first_picture.focus_y)

    def make() -> bytes:
        largest = f"{first_picture.width}.webp" if first_picture else ""
        content = files.read(first_picture.file, largest) if first_picture else draw(source)
        return cropped_jpeg(content, PREVIEW_SIZE, focus)

    name = hashlib.sha256(f"{source} {focus}".encode()).hexdigest()
    return _kept(folder / f"{name}.jpg", make)


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    with suppress(OSError):
        return path.read_bytes()
    picture = make()
    with suppress(OSError):  # such as a full disk: it is made again the next time
        _keep(path, picture)
    return picture


def draw(svg: str, width: int = PIXELS) -> bytes:
    import resvg_py  # imported here: most processes draw nothing

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))


def _keep(path: Path, picture: bytes) -> None:
    """Store the file, whole or not at all. The oldest ones go, because a facilitator can choose ever new pictures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    newest_first = sorted(path.parent.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in newest_first[MAX_FILES - 1 :]:
        old.unlink(missing_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    temporary.write_bytes(picture)
    os.replace(temporary, path)
