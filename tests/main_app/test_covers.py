"""Covers: the same event has the same picture on pages and in mails, and strangers can have no others drawn."""

import json
import os
import re
import struct
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from main_app.auth.models import Role
from main_app.events import cover_png
from main_app.events.cover import Subject, compose, cover_svg, event_subject
from main_app.events.cover_motifs import MOTIFS
from main_app.events.operations import add_session
from main_app.events.queries import cover_subject
from main_app.events.schemas import Kind, NewSession
from service_kit import clock
from tests.main_app.builders import make_event, make_person

EXAMPLES = [json.loads(line) for line in Path(__file__).with_name("covers.examples.jsonl").read_text().splitlines()]
WEEKEND = Subject("atlantic-weekend", "retreat", 18, 12)
NUMBER = re.compile(r"-?\d+\.?\d*")
TINY = re.compile(r'r="(0|1)(\.\d)?"')


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["subject"]["kind"])
def test_an_event_keeps_its_picture_with_each_release(example: dict[str, Any]) -> None:
    drawn = cover_svg(Subject(**example["subject"]))
    assert NUMBER.sub("0", drawn) == NUMBER.sub("0", example["svg"])
    # A last digit may be rounded the other way: the sines of two machines differ in the sixteenth.
    kept = [float(number) for number in NUMBER.findall(example["svg"])]
    assert [float(number) for number in NUMBER.findall(drawn)] == pytest.approx(kept, abs=0.11)


def test_another_event_has_another_picture() -> None:
    assert cover_svg(Subject("himalaya", "retreat", 18, 12)) != cover_svg(WEEKEND)


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_every_picture_has_colours_and_numbers_that_svg_understands(kind: str) -> None:
    for number in range(40):
        palette, shapes = compose(Subject(f"s{number}", kind, number % 24, number % 12 + 1))
        assert re.fullmatch("(#[0-9a-f]{6}){2}", palette.sky_top + palette.sky_low)
        assert len(shapes) > 3
        for shape in shapes:
            assert re.search(' fill="#[0-9a-f]{6}"', shape)
            assert not re.search("nan|inf|e-", shape)


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_events_of_a_kind_differ_by_at_least_five_motifs(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Counter[int]()

    def counting(number: int) -> Callable[..., list[str]]:
        return lambda *_: drawn.update([number]) or []

    counted = tuple(counting(number) for number in range(len(MOTIFS[kind])))
    monkeypatch.setitem(MOTIFS, kind, counted)
    for number in range(100):
        compose(Subject(f"s{number}", kind, number % 24, number % 12 + 1))
    assert len(drawn) == len(counted) >= 5
    assert min(drawn.values()) >= 5, "some motif is hardly ever drawn"


def test_there_are_stars_at_night_and_none_at_noon() -> None:
    assert len(TINY.findall(cover_svg(Subject("atlantic-weekend", "retreat", 23, 12)))) > 10
    assert not TINY.findall(cover_svg(Subject("atlantic-weekend", "retreat", 12, 12)))


def test_a_picture_stays_when_sessions_come_and_light_and_season_vary(app: Flask) -> None:
    with app.app_context():
        host = make_person("Priya", Role.FACILITATOR)
        event = make_event(host, sessions=0)
        before = cover_subject(event.id)
        start = clock.now() + timedelta(days=200, hours=7)
        times = {"start_time": start.isoformat(), "end_time": (start + timedelta(hours=1)).isoformat()}
        add_session(host, event.id, NewSession.model_validate({**times, "capacity": 5}))
        assert cover_subject(event.id) == before
    subjects = [event_subject("class", f"s{number}") for number in range(200)]
    assert {subject.hour for subject in subjects} == set(range(24))
    assert {subject.month for subject in subjects} == set(range(1, 13))


def test_pages_show_the_picture_as_svg_and_keep_it_for_ever(app: Flask) -> None:
    response = app.test_client().get("/covers/retreat/atlantic-weekend.svg")
    assert (response.status_code, response.content_type) == (200, "image/svg+xml")
    assert response.text == cover_svg(event_subject("retreat", "atlantic-weekend"))
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["feast/x", "retreat/%3Csvg%3E"])
def test_a_picture_of_no_possible_event_is_not_drawn(app: Flask, path: str) -> None:
    assert app.test_client().get(f"/covers/{path}.svg").status_code == 400


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


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn as PNG."""
    pictures: list[str] = []
    monkeypatch.setattr(cover_png, "draw", lambda svg: pictures.append(svg) or svg.encode())
    return pictures


def test_a_picture_is_drawn_once_also_after_a_restart(tmp_path: Path, drawn: list[str]) -> None:
    first = cover_png.cover_png(WEEKEND, tmp_path / "covers")
    assert cover_png.cover_png(WEEKEND, tmp_path / "covers") == first
    assert len(drawn) == 1
    assert [path.suffix for path in (tmp_path / "covers").iterdir()] == [".png"]


def test_a_facilitator_who_changes_pictures_all_day_does_not_fill_the_disk(
    tmp_path: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cover_png, "MAX_FILES", 3)
    for number in range(5):
        cover_png.cover_png(Subject(f"s{number}", "class", 7, 5), tmp_path)
        for age, path in enumerate(sorted(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)):
            os.utime(path, (1000 - age, 1000 - age))
    assert len(list(tmp_path.iterdir())) == 3
    cover_png.cover_png(Subject("s4", "class", 7, 5), tmp_path)
    assert len(drawn) == 5, "the newest are kept"


def test_a_full_disk_costs_a_guest_no_picture(tmp_path: Path, drawn: list[str]) -> None:
    (tmp_path / "covers").write_text("in the way")
    assert cover_png.cover_png(WEEKEND, tmp_path / "covers")
    assert len(drawn) == 1
