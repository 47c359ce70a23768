"""What is in a page without its scripts: for search engines, and for the previews of links in chats."""

import json
from dataclasses import dataclass
from html import escape
from typing import Any

from main_app.events.cover_png import PREVIEW_SIZE
from main_app.events.facilitators import get_facilitator
from main_app.events.opening import event_opening, page_with_opening
from main_app.events.queries import get_event
from main_app.events.responses import shortened
from main_app.studio.queries import StudioFacts
from service_kit.money import decimal_text
from service_kit.rich_text import plain_text

DESCRIPTION_LENGTH = 200  # characters that programs show
STATUS = {"scheduled": "EventScheduled", "cancelled": "EventCancelled"}


@dataclass(frozen=True)
class Preview:
    """`path` and `image` are absolute paths. `structured` is a schema.org object, `opening` HTML."""

    title: str
    description: str
    path: str
    image: str | None
    image_alt: str
    structured: dict[str, Any]
    image_size: tuple[int, int] | None = None
    opening: str = ""


def event_preview(event_id: int, public_url: str, studio: StudioFacts) -> Preview:
    """Raises NotFound."""
    event = get_event(event_id, None)
    pictures = event["pictures"]
    text = " ".join(plain_text(event["description"]).split())
    description = shortened(text, DESCRIPTION_LENGTH) or f"{event['title']}, with {event['facilitator_name']}"
    image = f"/events/{event_id}/preview.jpg?v={event['version']}"
    structured = _structured(event, public_url, studio, description, image)
    alt = pictures[0]["alt"] if pictures else ""
    title, opening = event["title"], event_opening(event)
    return Preview(title, description, event["path"], image, alt or title, structured, PREVIEW_SIZE, opening)


def facilitator_preview(user_id: int, public_url: str, studio: StudioFacts) -> Preview:
    """Raises NotFound."""
    person = get_facilitator(user_id)
    portrait = person["portrait"]
    image = portrait["src"] if portrait else None
    text = shortened(" ".join(person["biography"].split()), DESCRIPTION_LENGTH)
    structured = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": person["name"],
        "description": text,
        "url": public_url + person["path"],
        "image": public_url + image if image else "",
        "worksFor": {"@type": "Organization", "name": studio.name, "url": public_url},
    }
    structured = {name: value for name, value in structured.items() if value}
    alt = (portrait["alt"] if portrait else "") or person["name"]
    description = text or f"{person['name']} · {studio.name}"
    return Preview(person["name"], description, person["path"], image, alt, structured)


def studio_preview(path: str, public_url: str, studio: StudioFacts) -> Preview:
    """Of the first page, or of the page about the studio."""
    text = " ".join(plain_text(studio.about).split())
    description = shortened(text, DESCRIPTION_LENGTH) or f"Classes, workshops and retreats at {studio.name}"
    picture = studio.picture or studio.logo
    image = picture["src"] if picture else None
    structured = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": studio.name,
        "description": text[:DESCRIPTION_LENGTH],
        "url": public_url,
        "logo": public_url + studio.logo["src"] if studio.logo else "",
        "image": public_url + image if image else "",
        "address": studio.address,
        "email": studio.contact_email or "",
        "telephone": studio.contact_phone or "",
    }
    structured = {name: value for name, value in structured.items() if value}
    return Preview(studio.name, description, path, image, studio.name, structured)


def page_with_preview(html: str, preview: Preview, public_url: str, studio_name: str) -> str:
    """The start page with the tags of this preview in place of its own title and description."""
    head, _, rest = html.partition("</title>")
    before = head.rpartition("<title>")[0]
    title = studio_name if preview.title == studio_name else f"{preview.title} · {studio_name}"
    tags = [f"<title>{escape(title)}</title>", f'<link rel="canonical" href="{escape(public_url + preview.path)}">']
    properties = {
        "og:type": "website",
        "og:site_name": studio_name,
        "og:title": preview.title,
        "og:description": preview.description,
        "og:url": public_url + preview.path,
    }
    if preview.image:
        properties |= {"og:image": public_url + preview.image, "og:image:alt": preview.image_alt}
    if preview.image_size:
        width, height = preview.image_size
        properties |= {"og:image:width": str(width), "og:image:height": str(height)}
    tags += [f'<meta property="{name}" content="{escape(value)}">' for name, value in properties.items()]
    tags.append('<meta name="twitter:card" content="summary_large_image">')
    tags.append(f'<meta name="description" content="{escape(preview.description)}">')
    # No "<" in the JSON, or a title could end the element.
    data = json.dumps(preview.structured, ensure_ascii=False).replace("<", "\\u003c")
    tags.append(f'<script type="application/ld+json">{data}</script>')
    html = before + "".join(tags) + _without_description(rest)
    return page_with_opening(html, preview.opening) if preview.opening else html


def _without_description(html: str) -> str:
    """The start page's own description, which the tags replace."""
    before, found, after = html.partition('name="description"')
    if not found:
        return html
    return before[: before.rindex("<meta")] + after.partition(">")[2]


def _structured(
    event: dict[str, Any], public_url: str, studio: StudioFacts, description: str, image: str
) -> dict[str, Any]:
    url, where = public_url + event["path"], event["location"] or studio.address or studio.name
    place = (
        {"@type": "VirtualLocation", "url": url}
        if event["online"]
        else {"@type": "Place", "name": where, "address": where}
    )
    mode = "OnlineEventAttendanceMode" if event["online"] else "OfflineEventAttendanceMode"
    found = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event["title"],
        "description": description,
        "url": url,
        "image": [public_url + image],
        "startDate": event["start_time"],
        "endDate": event["end_time"],
        "eventStatus": f"https://schema.org/{STATUS[event['status']]}",
        "eventAttendanceMode": f"https://schema.org/{mode}",
        "location": place,
        "organizer": {"@type": "Organization", "name": studio.name, "url": public_url},
        "performer": {"@type": "Person", "name": event["facilitator_name"]},
        "offers": _offer(event["next_session"], url) if event["next_session"] else None,
    }
    return {name: value for name, value in found.items() if value}


def _offer(session: dict[str, Any], url: str) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "url": url,
        "price": decimal_text(session["price_cents"], session["currency"]),
        "priceCurrency": session["currency"],
        "availability": f"https://schema.org/{'InStock' if session['seats_left'] else 'SoldOut'}",
    }
