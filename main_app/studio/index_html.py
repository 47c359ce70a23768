"""Inserts the studio's name, colours and settings into index.html and the manifest, before any script runs."""

import json
from dataclasses import asdict
from html import escape
from typing import Any

from main_app.studio.queries import DEFAULT_NAME, StudioFacts
from service_kit.phone_numbers import example_number

# Long texts have pages of their own, which load them.
PAGES = ("about", "terms", "privacy")
LEFT_OUT = (*PAGES, "palette", "own_name", "version")


def studio_json(facts: StudioFacts) -> dict[str, Any]:
    """The facts as the web app gets them, without the long texts. `pages` lists which long texts are not empty."""
    values = asdict(facts)
    colours = facts.palette and {
        "shades": list(facts.palette.shades),
        "light": facts.palette.light._asdict(),
        "dark": facts.palette.dark._asdict(),
    }
    return {name: values[name] for name in values if name not in LEFT_OUT} | {
        "colours": colours,
        "languages": list(facts.languages),
        "phone_example": example_number(facts.default_time_zone),
        "pages": [name for name in PAGES if values[name]],
    }


def page_with_studio(html: str, facts: StudioFacts) -> str:
    """index.html with the studio's name in its texts and the facts as JSON, which the app reads."""
    # No "<" in the JSON, or a name could end the element.
    data = json.dumps(studio_json(facts), ensure_ascii=False).replace("<", "\\u003c")
    element = f'<script type="application/json" id="studio">{data}</script>'
    # Before the first script, which reads it.
    return html.replace(DEFAULT_NAME, escape(facts.name)).replace("<script", f"{element}<script", 1)


def manifest_with_studio(manifest: str, facts: StudioFacts) -> str:
    """The manifest of the installed web app."""
    values = json.loads(manifest) | {"name": facts.name, "short_name": facts.name}
    if facts.colour:
        values["theme_color"] = facts.colour
    if facts.logo:
        size = f"{facts.logo['width']}x{facts.logo['height']}"
        values["icons"] = [{"src": facts.logo["src"], "sizes": size, "type": "image/jpeg"}]
    return json.dumps(values, ensure_ascii=False)
