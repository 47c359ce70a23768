"""Draws the tables and their references as an SVG: `flask --app main_app er` writes docs/er.svg.

Packages are columns of boxes, and each table lists its columns. A reference is a line from its column to the table it
names. The drawing is made from the models alone, so that the same models give the same file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import click
from sqlalchemy import Column, MetaData, Table

from main_app.database import Base

FILE = Path(__file__).resolve().parents[1] / "docs" / "er.svg"

WIDTH, GAP_X, GAP_Y, LINE, HEAD, PAD = 250, 70, 22, 15, 24, 28
LABEL = 34  # above the tables of a package
COLUMNS = 5
STYLE = """
text{font:11px ui-sans-serif,system-ui,sans-serif;fill:#1f2a2e}
.t{font-weight:600;font-size:12px;fill:#fff}.p{font-weight:600;font-size:15px;fill:#0f5257}.k{fill:#6b7578}
.b{fill:#fffdf9;stroke:#c9c2b4}.h{fill:#0f5257}.r{fill:none;stroke:#b26a00;stroke-opacity:.55}
.bg{fill:#f7f3ec}
@media(prefers-color-scheme:dark){
text{fill:#e8e4da}.p{fill:#7fd1c7}.k{fill:#9aa5a8}.b{fill:#1b2426;stroke:#3a474a}.h{fill:#17686e}
.r{stroke:#f0a840}.bg{fill:#12191b}.t{fill:#fff}}
""".replace("\n", "")


@dataclass
class _Box:
    table: Table
    x: int = 0
    y: int = 0

    @property
    def height(self) -> int:
        return HEAD + LINE * len(self.table.columns) + 6

    def y_of(self, column: Column[object]) -> int:
        return self.y + HEAD + LINE * list(self.table.columns).index(column) + 8


@dataclass
class _Lane:
    """A column of the drawing, filled from the top."""

    x: int
    bottom: int = PAD
    labels: list[tuple[str, int]] = field(default_factory=list)


def er_diagram(metadata: MetaData, package_of: dict[str, str]) -> str:
    """The drawing of these tables; `package_of` has the package of each by its name."""
    boxes = {table.name: _Box(table) for table in sorted(metadata.tables.values(), key=lambda table: table.name)}
    lanes = _placed(boxes, package_of)
    width = PAD * 2 + COLUMNS * WIDTH + (COLUMNS - 1) * GAP_X
    height = max(lane.bottom for lane in lanes) + PAD - GAP_Y
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="er-title">',
        '<title id="er-title">Tables of the main API and their references</title>',
        f"<style>{STYLE}</style>",
        f'<rect class="bg" width="{width}" height="{height}"/>',
        *_labels(lanes),
        *(line for box in boxes.values() for line in _references(box, boxes)),
        *(line for box in boxes.values() for line in _drawn(box)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _placed(boxes: dict[str, _Box], package_of: dict[str, str]) -> list[_Lane]:
    """Put each package whole into the shortest lane, the largest packages first."""
    packages: dict[str, list[_Box]] = {}
    for name, box in boxes.items():
        packages.setdefault(package_of.get(name, ""), []).append(box)
    lanes = [_Lane(PAD + number * (WIDTH + GAP_X)) for number in range(COLUMNS)]
    for package, members in sorted(packages.items(), key=lambda item: (-_height(item[1]), item[0])):
        lane = min(lanes, key=lambda each: each.bottom)
        lane.labels.append((package, lane.bottom))
        lane.bottom += LABEL
        for box in members:
            box.x, box.y = lane.x, lane.bottom
            lane.bottom += box.height + GAP_Y
    return lanes


def _height(boxes: Iterable[_Box]) -> int:
    return LABEL + sum(box.height + GAP_Y for box in boxes)


def _labels(lanes: Iterable[_Lane]) -> list[str]:
    return [
        f'<text class="p" x="{lane.x}" y="{top + 20}">{escape(name)}</text>'
        for lane in lanes
        for name, top in lane.labels
    ]


def _drawn(box: _Box) -> list[str]:
    table, x, y = box.table, box.x, box.y
    parts = [
        f'<rect class="b" x="{x}" y="{y}" width="{WIDTH}" height="{box.height}" rx="6"/>',
        f'<path class="h" d="M{x} {y + HEAD}v{6 - HEAD}q0-6 6-6h{WIDTH - 12}q6 0 6 6v{HEAD - 6}z"/>',
        f'<text class="t" x="{x + 10}" y="{y + 16}">{escape(table.name)}</text>',
    ]
    for column in table.columns:
        at = box.y_of(column) + 4
        key = "PK" if column.primary_key else "FK" if column.foreign_keys else ""
        kind = str(column.type).split("(")[0].lower() + ("" if not column.nullable else " null")
        parts.append(f'<text x="{x + 34}" y="{at}">{escape(column.name)}</text>')
        parts.append(f'<text class="k" x="{x + WIDTH - 10}" y="{at}" text-anchor="end">{escape(kind)}</text>')
        if key:
            parts.append(f'<text class="k" x="{x + 10}" y="{at}">{key}</text>')
    return parts


def _references(box: _Box, boxes: dict[str, _Box]) -> list[str]:
    """A curve for each foreign key, from the side that faces the other table."""
    drawn = []
    for column in box.table.columns:
        for reference in sorted(column.foreign_keys, key=lambda each: each.target_fullname):
            other = boxes[reference.column.table.name]
            start, end = box.y_of(column), other.y_of(reference.column)
            left, right = box.x, other.x
            if left < right:
                points = (left + WIDTH, right, GAP_X // 2, -GAP_X // 2)
            elif left > right:
                points = (left, right + WIDTH, -GAP_X // 2, GAP_X // 2)
            else:
                points = (left, right, -GAP_X // 2, -GAP_X // 2)
            here, there, bend, back = points
            drawn.append(
                f'<path class="r" d="M{here} {start}C{here + bend} {start} {there + back} {end} {there} {end}"/>'
            )
    return drawn


def drawing() -> str:
    """The tables of the main API as they are now."""
    models = [mapper.class_ for mapper in Base.registry.mappers]
    packages = {model.__tablename__: model.__module__.split(".")[1] for model in models}
    return er_diagram(Base.metadata, packages)


@click.command("er")
def er_command() -> None:
    """Draw the tables and their references: docs/er.svg."""
    FILE.write_text(drawing(), encoding="utf-8")
    click.echo(f"Drew {len(Base.metadata.tables)} tables in {FILE}.")
