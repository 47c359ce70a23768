"""What an event's page shows before the web app has loaded: its picture and its title, where the app puts them too."""

from html import escape
from typing import Any
from urllib.parse import quote

# As in frontend/src/features/events/EventGallery.tsx, or browsers load two pictures. A test compares them.
SIZES = "(min-width: 72em) 42rem, (min-width: 62em) 55vw, 100vw"
START, END = '<div class="opening-page">', "</div>"


def event_opening(event: dict[str, Any]) -> str:
    pictures = event["pictures"]
    picture = _picture(pictures[0]) if pictures else _cover(event)
    look = "opening-page opening-event" + (" opening-gallery" if len(pictures) > 1 else "")
    title = f'<p class="opening-title" dir="auto">{escape(event["title"])}</p>'
    return f'<div class="{look}"><div class="opening-picture">{picture}</div>{title}</div>'


def page_with_opening(html: str, opening: str) -> str:
    """The start page with this instead of Discover's first lines."""
    before, found, rest = html.partition(START)
    return before + opening + rest.partition(END)[2] if found else html


def _picture(picture: dict[str, Any]) -> str:
    sources = "".join(
        f'<source type="image/{kind}" srcset="{addresses}" sizes="{SIZES}">'
        for kind, addresses in picture["sources"].items()
    )
    focus, size = picture["focus"], f'width="{picture["width"]}" height="{picture["height"]}"'
    position = f"object-position: {focus['x']}% {focus['y']}%"
    image = (
        f'<img src="{picture["src"]}" {size} alt="{escape(picture["alt"])}" style="{position}" fetchpriority="high">'
    )
    return f"<picture>{sources}{image}</picture>"


def _cover(event: dict[str, Any]) -> str:
    address = f"/covers/{event['kind']}/{quote(event['cover'])}.svg"
    return f'<img src="{address}" width="400" height="300" alt="" fetchpriority="high">'
