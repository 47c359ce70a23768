"""The address of an event's page: its title in Latin letters and its id, `/e/morning-hatha-12`.

The id alone decides which event it is. So no two events have the same address, and an address that was shared before
the title changed still leads to the event.
"""

import re
import unicodedata

MAX_WORDS_LENGTH = 60
PATTERN = "([a-z0-9-]{1,120})"
_ID = re.compile(r"(?:^|-)([1-9][0-9]{0,17})\Z")


def slug_of(title: str, row_id: int, otherwise: str) -> str:
    """`otherwise` stands for a title without Latin letters."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_title).strip("-")[:MAX_WORDS_LENGTH].rstrip("-")
    return f"{words or otherwise}-{row_id}"


def event_path(title: str, event_id: int, kind: str) -> str:
    return f"/e/{slug_of(title, event_id, kind)}"


def id_of(slug: str) -> int | None:
    """The id in an address; None if it has none."""
    found = _ID.search(slug)
    return int(found[1]) if found else None
