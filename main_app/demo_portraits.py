"""Drawn portraits of the demo's facilitators, so that its pages look like somebody's."""

from typing import NamedTuple

# Behind the face, and over it.
HAIR = {
    "long": (
        "M118 300C96 110 150 66 200 66s104 44 82 234Z",
        "M137 182c-4-52 27-80 63-80s67 28 63 80c-16-28-30-50-63-68-33 18-47 40-63 68Z",
    ),
    "short": (
        "M134 190C120 96 166 70 204 70c52 0 76 34 62 120Z",
        "M138 168c4-56 32-76 62-76s66 20 62 74c-68-62-112-46-124 2Z",
    ),
    "bun": (
        "M166 62a34 34 0 1 1 68 0 34 34 0 1 1-68 0M132 200C118 112 160 80 200 80s82 32 68 120Z",
        "M138 176c0-58 30-84 62-84s62 26 62 84c-8-48-36-62-62-62s-54 14-62 62Z",
    ),
}


class Look(NamedTuple):
    hair: str
    background: str
    skin: str
    hair_colour: str
    clothes: str


LOOKS = {
    "priya": Look("long", "#e9c9a2", "#b57a52", "#2b1d18", "#7b3f6e"),
    "arjun": Look("short", "#a9d6d5", "#c08a62", "#2a2622", "#14656b"),
    "kavya": Look("bun", "#f0b9a0", "#9a6544", "#3a2420", "#dd9a1c"),
}


def portrait_svg(look: Look) -> str:
    behind, over = HAIR[look.hair]
    line = 'fill="none" stroke="#000" stroke-width="4" stroke-linecap="round"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="40 14 320 320">
<path d="M0 0h400v400H0Z" fill="{look.background}"/>
<circle cx="290" cy="120" r="74" fill="#fff" opacity=".22"/>
<path d="{behind}" fill="{look.hair_colour}"/>
<path d="M172 220v88q28 24 56 0v-88Z" fill="{look.skin}"/>
<path d="M172 244q28 32 56 0v18q-28 32-56 0Z" opacity=".12"/>
<ellipse cx="200" cy="184" rx="60" ry="74" fill="{look.skin}"/>
<path d="{over}" fill="{look.hair_colour}"/>
<path d="M60 400c6-80 60-102 108-114 16 30 48 30 64 0 48 12 102 34 108 114Z" fill="{look.clothes}"/>
<path d="M180 222q20 14 40 0" {line} opacity=".35"/>
<path d="M168 184q8 6 16 0m32 0q8 6 16 0" {line} opacity=".45"/>
</svg>"""
