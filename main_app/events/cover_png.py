"""Covers as PNG, for mails and link previews, which show no SVG. Drawing one takes long, so they are kept as files."""

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path

from main_app.events.cover import Subject, cover_svg

PART = (0, 60, 400, 180)  # so that the text of a mail begins on the first screen
PIXELS = 1200  # twice the width it has in a mail
MAX_FILES = 1000  # of about 30 KB each


def cover_png(subject: Subject, folder: Path) -> bytes:
    """The picture, drawn only if the folder does not have it."""
    svg = cover_svg(subject, PART)
    path = folder / f"{hashlib.sha256(svg.encode()).hexdigest()}.png"
    with suppress(OSError):
        return path.read_bytes()
    picture = draw(svg)
    with suppress(OSError):  # such as a full disk: it is drawn again the next time
        _keep(path, picture)
    return picture


def draw(svg: str) -> bytes:
    import resvg_py  # imported here: most processes draw nothing

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=PIXELS, skip_system_fonts=True))


def _keep(path: Path, picture: bytes) -> None:
    """Store the file, whole or not at all. The oldest ones go, because a facilitator can choose ever new pictures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    newest_first = sorted(path.parent.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in newest_first[MAX_FILES - 1 :]:
        old.unlink(missing_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    temporary.write_bytes(picture)
    os.replace(temporary, path)
