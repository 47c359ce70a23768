"""docs/er.svg shows the tables as they are."""

from xml.etree import ElementTree

import pytest

from main_app.database import Base
from main_app.er_diagram import FILE, drawing

SVG = "{http://www.w3.org/2000/svg}"


def test_the_drawing_is_current(context: None):
    assert FILE.read_text() == drawing(), "Renew it: flask --app main_app er"


@pytest.mark.parametrize("table", ["users", "bookings", "orders", "payments", "refunds", "ledger_lines", "receipts"])
def test_a_newcomer_finds_each_table_and_its_references(context: None, table: str):
    picture = ElementTree.fromstring(drawing())
    words = {text.text for text in picture.iter(f"{SVG}text")}
    assert table in words
    references = sum(len(column.foreign_keys) for each in Base.metadata.tables.values() for column in each.columns)
    curves = [path for path in picture.iter(f"{SVG}path") if path.get("class") == "r"]
    assert len(curves) == references


def test_no_two_tables_overlap(context: None):
    picture = ElementTree.fromstring(drawing())
    boxes = [
        tuple(int(box.get(name, "0")) for name in ("x", "y", "width", "height"))
        for box in picture.iter(f"{SVG}rect")
        if box.get("class") == "b"
    ]
    assert len(boxes) == len(Base.metadata.tables)
    for number, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, *_ in boxes[number + 1 :]:
            assert not (x <= other_x < x + width and y <= other_y < y + height)
