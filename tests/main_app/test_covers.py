"""Covers in mails equal those of the web app."""

import json
import re
import struct
from typing import Any

import pytest
from flask import Flask

from main_app.auth.models import Role
from main_app.events.cover import Subject, compose, cover_png
from tests.main_app.builders import make_event, make_person
from tests.support.services import ROOT

EXAMPLES = [
    json.loads(line) for line in (ROOT / "frontend" / "tests" / "covers.examples.jsonl").read_text().splitlines()
]
NUMBER = re.compile(r"-?\d+\.?\d*")


def as_svg(shape: dict[str, Any]) -> str:
    if shape["at"] == "path":
        return f'<path d="{shape["d"]}" fill="{shape["fill"]}" opacity="{shape["opacity"]:g}"/>'
    middle = f'cx="{shape["cx"]:g}" cy="{shape["cy"]:g}" r="{shape["r"]:g}"'
    return f'<circle {middle} fill="{shape["fill"]}" opacity="{shape["opacity"]:g}"/>'


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: "{kind} {hour} {seed}".format(**example["subject"]))
def test_a_cover_is_composed_as_the_web_app_does(example: dict[str, Any]) -> None:
    palette, shapes = compose(Subject(**example["subject"]))
    assert (palette.sky_top, palette.sky_low) == (example["skyTop"], example["skyLow"])
    expected = [as_svg(shape) for shape in example["shapes"]]
    assert [NUMBER.sub("0", shape) for shape in shapes] == [NUMBER.sub("0", shape) for shape in expected]
    # A last digit may be rounded the other way: the two languages' sines differ in the sixteenth.
    for ours, theirs in zip(shapes, expected, strict=True):
        assert [float(n) for n in NUMBER.findall(ours)] == pytest.approx(
            [float(n) for n in NUMBER.findall(theirs)], abs=0.11
        )


def test_the_picture_of_an_event_is_a_png_for_everyone(app: Flask) -> None:
    with app.app_context():
        host = make_person("Priya", Role.FACILITATOR)
        shown, draft = make_event(host).id, make_event(host, draft=True).id
    client = app.test_client()
    response = client.get(f"/events/{shown}/cover.png")
    assert (response.status_code, response.content_type) == (200, "image/png")
    assert struct.unpack(">II", response.data[16:24]) == (1200, 540)
    assert len(response.data) < 100_000, "mail readers load it over a phone's network"
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get(f"/events/{draft}/cover.png").status_code == 404, "a draft shows nothing"
    assert client.get("/events/999999/cover.png").status_code == 404


def test_the_same_picture_is_drawn_once() -> None:
    subject = Subject("atlantic-weekend", "retreat", 18, 12)
    assert cover_png(subject) is cover_png(subject)
