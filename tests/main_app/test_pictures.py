"""Pictures: what is taken, what is kept of it, and where it is shown."""

import io
import struct
import zlib
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from main_app.auth.caller import Caller
from main_app.database import db
from main_app.events.operations import change_pictures, create_event
from main_app.events.schemas import EventSearch, NewEvent
from main_app.events.search import find_events
from main_app.pictures import files, operations
from main_app.pictures.encoding import encode
from main_app.pictures.operations import remove_unused_pictures, upload_picture
from main_app.pictures.portraits import set_portrait
from main_app.pictures.schemas import PlacedPicture
from tests.main_app.builders import statements as executed_statements
from tests.main_app.notified import erase
from tests.support.people import Person
from tests.support.pictures import picture, upload, uploaded


def addresses(shown: dict[str, Any]) -> list[str]:
    listed = [part.split(" ")[0] for source in shown["sources"].values() for part in source.split(", ")]
    return [shown["src"], *listed]


def huge_png(width: int, height: int) -> bytes:
    """A PNG that announces so many pixels, in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_is_kept_in_every_size_that_it_has(facilitator: Person, kind: str) -> None:
    shown = uploaded(facilitator, size=(700, 350), kind=kind)
    assert (shown["width"], shown["height"], shown["focus"]) == (700, 350, {"x": 50, "y": 50})
    assert [part.split(" ")[1] for part in shown["sources"]["avif"].split(", ")] == ["320w", "640w", "700w"]
    for address in addresses(shown):
        response = facilitator.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        image = Image.open(io.BytesIO(response.content))
        assert f"image/{(image.format or '').lower()}" == response.headers["Content-Type"]
        assert round(image.width / image.height, 1) == 2.0


def test_what_a_picture_says_of_its_place_and_time_is_dropped_and_it_is_turned(facilitator: Person) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera of Priya"
    exif[0x8825] = {1: "N", 2: (30.0, 6.0, 0.0)}
    shown = uploaded(facilitator, size=(400, 200), exif=exif, comment=b"Camera of Priya")
    assert (shown["width"], shown["height"]) == (200, 400)
    for address in addresses(shown):
        content = facilitator.get(address).content
        image = Image.open(io.BytesIO(content))
        assert not dict(image.getexif())
        assert b"Camera" not in content


@pytest.mark.parametrize("mode", ["1", "P"])
def test_a_picture_with_few_colours_keeps_those_between_when_it_is_made_smaller(mode: str) -> None:
    stripes = Image.frombytes("1", (3200, 3200), b"\x55" * (400 * 3200))
    file = io.BytesIO()
    stripes.convert(mode).save(file, "PNG")
    kept = Image.open(io.BytesIO(encode(file.getvalue()).files["plain.jpg"])).convert("L")
    assert all(100 < value < 155 for value in kept.tobytes())


def test_a_grey_picture_of_sixteen_bits_keeps_its_shades() -> None:
    file = io.BytesIO()
    Image.frombytes("I;16", (32, 32), b"\x00\x80" * (32 * 32)).save(file, "PNG")
    kept = Image.open(io.BytesIO(encode(file.getvalue()).files["plain.jpg"])).convert("L")
    assert all(120 < value < 136 for value in kept.tobytes())


def test_a_picture_with_another_file_at_its_end_is_kept_without_it(facilitator: Person) -> None:
    response = upload(facilitator, picture() + b"PK\x03\x04<script>alert(1)</script><svg onload=alert(1)>")
    assert response.status_code == 201
    for address in addresses(response.json()["picture"]):
        assert b"alert" not in facilitator.get(address).content


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 400, "not_a_picture"),
        (b"<!DOCTYPE html><script>alert(1)</script>", 400, "not_a_picture"),
        (b"", 400, "not_a_picture"),
        (picture(kind="GIF"), 400, "not_a_picture"),
        (picture(kind="TIFF"), 400, "not_a_picture"),
        (picture(kind="BMP"), 400, "not_a_picture"),
        (picture(kind="PDF"), 400, "not_a_picture"),
        (picture((900, 900))[:700], 400, "damaged"),
        (picture((900, 900), "PNG")[:400], 400, "damaged"),
        (huge_png(10_000, 10_000), 413, "too_many_pixels"),
        (huge_png(60_000, 60_000), 413, "too_many_pixels"),
        (picture((8, 200)), 400, "too_small"),
        (picture((16, 3200)), 400, "too_small"),
        (b"\0" * (12 * 1024 * 1024 + 1), 413, "too_large"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_what_is_no_picture_or_too_large_is_refused(
    facilitator: Person, content: bytes, status: int, code: str
) -> None:
    response = upload(facilitator, content)
    refused = response.json()
    codes = {refused["code"], *(each["code"] for each in refused.get("errors", []))}
    assert (response.status_code, code in codes) == (status, True), refused


def test_a_form_must_have_one_picture_and_nothing_else(facilitator: Person) -> None:
    file = ("a.jpg", picture(), "image/jpeg")
    for sent in ({"photo": file}, [("picture", file), ("picture", file)], {"picture": file, "other": file}):
        assert facilitator.request("POST", "/pictures", files=sent).status_code == 400
    assert facilitator.request("POST", "/pictures", data={"picture": "a text"}).status_code == 415
    text = {"picture": (None, "a text")}
    assert facilitator.request("POST", "/pictures", files=text).status_code == 400


def test_an_event_shows_its_pictures_in_order_and_lists_show_the_first(facilitator: Person, alice: Person) -> None:
    event = facilitator.create_event()
    one, two, three = (uploaded(facilitator, size=(64 + number, 48)) for number in range(3))
    place = [
        {"id": two["id"], "alt": "The terrace", "focus": {"x": 20, "y": 80}},
        {"id": one["id"], "alt": "نهر"},
        {"id": three["id"]},
    ]
    response = facilitator.request("PUT", f"/events/{event['id']}/pictures", json={"pictures": place})
    assert [shown["id"] for shown in response.json()["pictures"]] == [two["id"], one["id"], three["id"]]
    seen = alice.get(f"/events/{event['id']}").json()["event"]
    assert seen["pictures"][0] == two | {"alt": "The terrace", "focus": {"x": 20, "y": 80}}
    assert seen["version"] == event["version"] + 1
    listed = alice.get("/events", params={"event_id": event["id"]}).json()["events"][0]
    assert [shown["id"] for shown in listed["pictures"]] == [two["id"]]
    copy = facilitator.post(f"/events/{event['id']}/duplicate", {"first_start": "2031-05-01T10:00:00Z"}).json()["event"]
    assert [shown["src"] for shown in copy["pictures"]] == [two["src"], one["src"], three["src"]]
    again = {"pictures": place[1:]}
    assert facilitator.request("PUT", f"/events/{event['id']}/pictures", json=again).status_code == 200
    assert facilitator.request("PUT", f"/events/{event['id']}/pictures", json=again).status_code == 200
    seen = alice.get(f"/events/{event['id']}").json()["event"]
    assert ([shown["id"] for shown in seen["pictures"]], seen["version"]) == (
        [one["id"], three["id"]],
        event["version"] + 2,
    )


def test_a_new_event_has_the_pictures_that_were_uploaded_for_it(facilitator: Person, other_facilitator: Person) -> None:
    first, second = (uploaded(facilitator)["id"] for _ in range(2))
    new = {"title": "Dawn Sit", "time_zone": "Europe/Lisbon", "draft": True}
    event = facilitator.post("/events", new | {"pictures": [{"id": second, "alt": "Dawn"}, {"id": first}]})
    assert [(each["id"], each["alt"]) for each in event.json()["event"]["pictures"]] == [(second, "Dawn"), (first, "")]
    for id_, status in ((first, 404), (uploaded(other_facilitator)["id"], 404)):
        refused = facilitator.post("/events", new | {"title": "Never", "pictures": [{"id": id_}]})
        assert refused.status_code == status, refused.text
    own = facilitator.get(f"/events?facilitator_id={facilitator.id}&search=Never").json()
    assert own["events"] == []


def test_nobody_uses_anothers_picture(facilitator: Person, other_facilitator: Person) -> None:
    mine, theirs = facilitator.create_event()["id"], other_facilitator.create_event()["id"]
    unused, used = uploaded(other_facilitator), uploaded(other_facilitator, size=(90, 90))
    body = {"pictures": [{"id": used["id"]}]}
    assert other_facilitator.request("PUT", f"/events/{theirs}/pictures", json=body).status_code == 200
    for taken in (unused, used):
        body = {"pictures": [{"id": taken["id"]}]}
        assert facilitator.request("PUT", f"/events/{mine}/pictures", json=body).status_code == 404
        assert facilitator.request("PUT", "/auth/portrait", json={"portrait": body["pictures"][0]}).status_code == 404
    twice = {"pictures": [{"id": unused["id"]}] * 2}
    assert other_facilitator.request("PUT", f"/events/{theirs}/pictures", json=twice).status_code == 400
    assert [each["id"] for each in other_facilitator.get(f"/events/{theirs}").json()["event"]["pictures"]] == [
        used["id"]
    ]


def test_a_facilitators_portrait_is_on_the_pages_of_their_events(facilitator: Person, alice: Person) -> None:
    event = facilitator.create_event()
    portrait = uploaded(facilitator)
    body = {"portrait": {"id": portrait["id"], "alt": "Priya on the terrace"}}
    assert facilitator.request("PUT", "/auth/portrait", json=body).status_code == 200
    assert facilitator.get("/auth/portrait").json()["portrait"]["alt"] == "Priya on the terrace"
    assert alice.get(f"/events/{event['id']}").json()["event"]["facilitator_portrait"]["id"] == portrait["id"]
    listed = alice.get(f"/events?facilitator_id={event['facilitator_id']}").json()["events"]
    assert {each["facilitator_portrait"]["id"] for each in listed} == {portrait["id"]}
    assert facilitator.request("PUT", "/auth/portrait", json={"portrait": None}).status_code == 200
    assert alice.get(f"/events/{event['id']}").json()["event"]["facilitator_portrait"] is None


@pytest.mark.usefixtures("context")
def test_what_is_not_used_goes_a_day_later_with_its_files(priya: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    unused, used, of_person = (upload_picture(priya, picture((70 + number, 70))) for number in range(3))
    all_files, used_file = {unused.file, used.file, of_person.file}, used.file
    assert upload_picture(priya, picture((70, 70))).file == unused.file  # the same content
    event = create_event(priya, NewEvent(title="Sit", time_zone="UTC"))
    change_pictures(priya, event.id, [PlacedPicture(id=used.id)])
    set_portrait(priya, PlacedPicture(id=of_person.id, alt="Priya"))
    remove_unused_pictures()
    assert kept_files() == all_files
    erase(priya.id)
    monkeypatch.setattr(files, "DAY", -1)
    monkeypatch.setattr(operations, "KEPT_UNUSED", timedelta(seconds=-1))
    remove_unused_pictures()
    assert kept_files() == {used_file}


def kept_files() -> set[str]:
    return {folder.name for folder in files.pictures_folder().iterdir()}


@pytest.mark.usefixtures("context")
def test_a_list_reads_the_pictures_of_all_its_events_at_once(priya: Caller) -> None:
    def statements(events_added: int) -> int:
        for number in range(events_added):
            event = create_event(priya, NewEvent(title="Sit", time_zone="UTC"))
            change_pictures(priya, event.id, [PlacedPicture(id=upload_picture(priya, picture((50 + number, 50))).id)])
        db.session.rollback()
        with executed_statements() as executed:
            listed = find_events(EventSearch.model_validate({"facilitator_id": priya.id}), priya)["events"]
        assert all(len(each["pictures"]) == 1 for each in listed)
        return len([each for each in executed if "FROM pictures" in each])

    assert statements(1) == statements(4) == 1
