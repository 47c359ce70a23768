"""Templates of events: what they keep, what is made from them, and whose they are."""

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
from sqlalchemy import func, select

from main_app.auth.caller import Caller
from main_app.auth.models import Role
from main_app.database import db
from main_app.events import event_templates as templates
from main_app.events import payment_terms
from main_app.events.models import EventTemplate
from main_app.events.operations import change_pictures, create_event
from main_app.events.queries import get_event
from main_app.events.schemas import EventSearch, NewEvent, NewEventTemplate
from main_app.events.search import find_events
from main_app.pictures.models import EVENT_TEMPLATE, Picture
from main_app.pictures.operations import upload_picture
from main_app.pictures.schemas import PlacedPicture
from service_kit import clock
from service_kit.problems import Conflict, NotFound
from tests.main_app.builders import make_event, make_person
from tests.main_app.notified import erase
from tests.support.people import Person
from tests.support.pictures import picture

SESSIONS: list[dict[str, Any]] = [
    {
        "start_time": "2031-03-28T18:00:00+00:00",  # a Friday, three days before the clocks change
        "end_time": "2031-03-30T13:00:00+01:00",
        "capacity": 8,
        "price_cents": 24000,
        "currency": "EUR",
        "payment_terms": "pay_facilitator",
        "min_places": 4,
        "decide_at": "2031-03-14T17:00:00+00:00",
    },
    {
        "title": "Closing circle",
        "start_time": "2031-03-30T17:00:00+01:00",
        "end_time": "2031-03-30T18:30:00+01:00",
        "capacity": 12,
    },
]
RETREAT = {
    "title": "Atlantic Weekend",
    "kind": "retreat",
    "description": "**Two days** by the sea",
    "location": "Rua do Sol 14",
    "time_zone": "Europe/Lisbon",
    "refund_ladder": [{"days_before": 14, "percent": 50}],
    "included": ["Meals"],
    "programme": [{"title": "Friday", "text": "Arrival"}],
    "sessions": SESSIONS,
}


@pytest.fixture(autouse=True)
def _in_the_year_of_the_retreat() -> Iterator[None]:
    with clock.moved_to(datetime(2031, 1, 1, tzinfo=timezone.utc)):
        yield


def save(by: Caller, event_id: int, title: str | None = None) -> int:
    return templates.save_template(by, NewEventTemplate(event_id=event_id, title=title))["id"]


def made(by: Caller, template_id: int, first_start: str | None, **other: Any) -> dict[str, Any]:
    """An event with the values that the form has from a template, and the day of its first session."""
    values = templates.show_template(by, template_id)["event"]
    chosen = {"id": template_id} | ({"first_start": first_start} if first_start else {})
    body = NewEvent.model_validate({**values, "draft": True, "from_template": chosen, **other})
    return get_event(create_event(by, body).id, by)


def test_an_event_made_from_a_template_has_all_but_the_dates(priya: Caller) -> None:
    event = create_event(priya, NewEvent.model_validate(RETREAT))
    shown = upload_picture(priya, picture())
    change_pictures(priya, event.id, [PlacedPicture(id=shown.id, alt="The beach")])
    template = save(priya, event.id, "My weekends")
    kept = db.session.get_one(EventTemplate, template)
    assert "2031" not in json.dumps([kept.event, kept.sessions]), "a template has no dates"
    listed = templates.list_templates(priya)
    assert [(row["title"], row["sessions_total"], row["first_clock"]) for row in listed] == [
        ("My weekends", 2, "18:00")
    ]

    original, copy = get_event(event.id, priya), made(priya, template, "2031-06-06T10:00:00+01:00")
    for name in RETREAT.keys() - {"sessions"}:
        assert copy[name] == original[name], name
    assert [each["alt"] for each in copy["pictures"]] == ["The beach"]
    weekend, circle = copy["sessions"]
    # The same times of day in Lisbon, where it is summer now.
    assert (weekend["start_time"], weekend["end_time"]) == ("2031-06-06T17:00:00+00:00", "2031-06-08T12:00:00+00:00")
    assert weekend["decide_at"] == "2031-05-23T16:00:00+00:00"
    assert (circle["start_time"], circle["end_time"]) == ("2031-06-08T16:00:00+00:00", "2031-06-08T17:30:00+00:00")
    terms = ("title", "capacity", "price_cents", "currency", "payment_terms", "min_places", "location")
    for before, after in zip(original["sessions"], copy["sessions"], strict=True):
        assert {name: before[name] for name in terms} == {name: after[name] for name in terms}
        assert (after["seats_taken"], after["status"]) == (0, "scheduled")
    assert made(priya, template, None)["sessions"] == [], "without a day no sessions"


def test_an_event_from_a_template_may_be_elsewhere_with_its_clock(priya: Caller) -> None:
    template = save(priya, create_event(priya, NewEvent.model_validate(RETREAT)).id)
    copy = made(priya, template, "2031-06-06T10:00:00+05:30", time_zone="Asia/Kolkata", title="Ganges Weekend")
    assert copy["title"] == "Ganges Weekend"
    assert copy["sessions"][0]["start_time"] == "2031-06-06T12:30:00+00:00", "18:00 in India"


def test_a_template_is_a_snapshot_and_in_no_list_of_events(priya: Caller) -> None:
    event = make_event(priya, title="Quiet Quarry")
    template = save(priya, event.id)
    event.title = "Loud Quarry"
    db.session.commit()
    assert templates.show_template(priya, template)["event"]["title"] == "Quiet Quarry"
    mine = EventSearch.model_validate({"facilitator_id": priya.id, "managed": True})
    assert find_events(mine, priya)["pagination"]["total"] == 1


def test_a_decision_that_has_passed_or_is_far_away_is_left_out(priya: Caller) -> None:
    template = save(priya, create_event(priya, NewEvent.model_validate(RETREAT)).id)
    assert made(priya, template, "2031-01-06T00:00:00Z")["sessions"][0]["min_places"] is None
    # Nor is one kept that is so far ahead that nobody could set it.
    assert made(priya, template, "2035-01-06T00:00:00Z")["sessions"][0]["min_places"] is None


def test_a_template_is_refused_with_its_dates_once_they_cant_be_paid_online(
    priya: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    online = [SESSIONS[0] | {"payment_terms": "deposit", "deposit_percent": 30}]
    template = save(priya, create_event(priya, NewEvent.model_validate(RETREAT | {"sessions": online})).id)
    assert made(priya, template, "2031-06-06T10:00:00+01:00")["sessions"][0]["payment_terms"] == "deposit"
    monkeypatch.setattr(payment_terms, "provider_for", lambda _settings, _currency: None)
    with pytest.raises(Conflict, match="No payment provider is set up for EUR") as refused:
        made(priya, template, "2031-06-06T10:00:00+01:00")
    assert refused.value.code == "template_terms"
    assert made(priya, template, None)["sessions"] == []


def test_a_template_is_renamed_and_deleted_with_its_pictures(priya: Caller) -> None:
    event = make_event(priya)
    change_pictures(priya, event.id, [PlacedPicture(id=upload_picture(priya, picture()).id)])
    first, second = save(priya, event.id, "b"), save(priya, event.id, "c")
    templates.rename_template(priya, second, "A")
    assert [row["title"] for row in templates.list_templates(priya)] == ["A", "b"]
    made_before = made(priya, first, "2031-06-06T10:00:00Z")
    templates.delete_template(priya, first)
    assert [row["id"] for row in templates.list_templates(priya)] == [second]
    assert _pictures([first]) == 0 and _pictures([second]) == 1
    assert len(get_event(made_before["id"], priya)["pictures"]) == 1, "events made from it stay"
    with pytest.raises(NotFound):
        made(priya, first, None, **{"title": "Sit", "time_zone": "UTC"})


def test_nobody_uses_anothers_template_but_admins(priya: Caller) -> None:
    arjun, noor = make_person("Arjun", Role.FACILITATOR), make_person("Noor", Role.ADMIN)
    template = save(priya, make_event(priya).id)
    for use in (
        lambda: templates.show_template(arjun, template),
        lambda: templates.rename_template(arjun, template, "Mine"),
        lambda: templates.delete_template(arjun, template),
        lambda: create_event(
            arjun,
            NewEvent.model_validate({"title": "Mine", "time_zone": "UTC", "from_template": {"id": template}}),
        ),
    ):
        with pytest.raises(NotFound):
            use()
    assert templates.list_templates(arjun) == templates.list_templates(noor) == []
    assert templates.show_template(noor, template)["title"] == "Evening Sit"


def test_templates_are_limited(priya: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "MAX_TEMPLATES", 2)
    monkeypatch.setattr(templates, "MAX_SESSIONS", 3)
    event = make_event(priya, sessions=4)
    save(priya, event.id)
    save(priya, event.id)
    with pytest.raises(Conflict) as refused:
        save(priya, event.id)
    assert refused.value.code == "too_many_templates"
    assert [row["sessions_total"] for row in templates.list_templates(priya)] == [3, 3]


def test_an_erased_facilitators_templates_go(priya: Caller) -> None:
    event = make_event(priya)
    change_pictures(priya, event.id, [PlacedPicture(id=upload_picture(priya, picture()).id)])
    template = save(priya, event.id)
    erase(priya.id)
    db.session.expire_all()
    assert db.session.get(EventTemplate, template) is None and _pictures([template]) == 0


@pytest.mark.parametrize(
    "body",
    [
        {"event_id": "{event}", "title": ""},
        {"event_id": "{event}", "title": "x" * 301},
        {"event_id": "{event}", "title": "two\nlines"},
        {"event_id": "{event}", "facilitator_id": 1},
        {"event_id": 0},
        {"title": "Sit"},
    ],
)
def test_bad_input_is_refused(new_facilitator: Person, body: dict[str, Any]) -> None:
    event = new_facilitator.create_event()["id"]
    filled = {name: event if value == "{event}" else value for name, value in body.items()}
    assert new_facilitator.post("/events/templates", filled).status_code == 400
    assert new_facilitator.get("/events/templates").json() == {"templates": []}


def _pictures(of_templates: list[int]) -> int:
    found = select(func.count()).where(Picture.subject_type == EVENT_TEMPLATE, Picture.subject_id.in_(of_templates))
    db.session.rollback()
    return db.session.scalar(found) or 0
