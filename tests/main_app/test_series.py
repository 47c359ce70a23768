"""Sessions that repeat: their dates, made in one step, and changed alone, from one on, or all."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from main_app.auth.caller import Caller
from main_app.bookings.operations import book_session
from main_app.bookings.session_changes import Confirmation, cancel_session, change_session, preview_session
from main_app.database import db
from main_app.events.models import EventSession
from main_app.events.operations import create_event
from main_app.events.queries import get_event
from main_app.events.recurrence import repeat
from main_app.events.schemas import NewEvent, NewSeries, Scope, SessionChange
from main_app.events.series import MAX_AHEAD, add_series, preview_series
from main_app.outbox.models import OutboxMessage
from service_kit import clock
from service_kit.problems import Conflict, Invalid, Problem
from tests.main_app.builders import entries_of, make_person, statements
from tests.main_app.notified import work
from tests.support.people import Person, new_session
from tests.support.rounds import rounds

LISBON = ZoneInfo("Europe/Lisbon")
BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2031, 1, 7, 7, 0, tzinfo=BERLIN)  # a Tuesday
TUESDAYS_AND_THURSDAYS = "FREQ=WEEKLY;BYDAY=TU,TH"


def local(rule: str, first: datetime = FIRST, excluded: set[date] | None = None) -> list[str]:
    starts = repeat(rule, first, BERLIN, excluded or set()).starts
    return [f"{start.at.astimezone(BERLIN):%Y-%m-%d %H:%M}" for start in starts]


def test_a_class_keeps_its_time_of_day_and_leaves_out_holidays() -> None:
    starts = local(f"{TUESDAYS_AND_THURSDAYS};UNTIL=20310403", excluded={date(2031, 1, 9), date(2031, 5, 1)})
    assert starts[:3] == ["2031-01-07 07:00", "2031-01-14 07:00", "2031-01-16 07:00"]
    assert starts[-1] == "2031-04-03 07:00"  # after the clocks changed, and on the last day of the rule
    assert len(starts) == 25


@pytest.mark.parametrize(
    ("rule", "number", "last"),
    [
        ("FREQ=DAILY", 365, "2032-01-06 07:00"),
        ("RRULE:FREQ=WEEKLY", 53, "2032-01-06 07:00"),
        ("FREQ=WEEKLY;UNTIL=20991231", 53, "2032-01-06 07:00"),
        ("FREQ=DAILY;COUNT=9999", 365, "2032-01-06 07:00"),
        ("FREQ=MONTHLY;BYDAY=-1FR", 12, "2031-12-26 07:00"),
    ],
)
def test_a_rule_that_goes_on_is_cut_after_a_year_and_says_so(rule: str, number: int, last: str) -> None:
    assert (len(local(rule)), local(rule)[-1]) == (number, last)
    assert repeat(rule, FIRST, BERLIN).cut


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;COUNT=4", "FREQ=WEEKLY;UNTIL=20310128T060000Z"])
def test_a_rule_that_ends_within_the_year_is_not_cut(rule: str) -> None:
    assert local(rule)[-1] == "2031-01-28 07:00"
    assert not repeat(rule, FIRST, BERLIN).cut


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=5", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=7,8,9", "FREQ=DAILY;BYSECOND=1"),
        *("", "FREQ", "FREQ=", "FREQ=NEVER", "BYDAY=TU", "FREQ=WEEKLY;FREQ=DAILY", "FREQ=WEEKLY;X=1", "FREQ=DAILY;"),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;COUNT=3;UNTIL=20310201"),
        *("FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTH=13"),
        *(
            "FREQ=DAILY;UNTIL=20310230",
            "FREQ=DAILY;UNTIL=soon",
            "FREQ=DAILY;BYEASTER=1",
            "FREQ=DAILY\nEXRULE:FREQ=DAILY",
        ),
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",  # has no date at all, in any year
        "FREQ=WEEKLY;UNTIL=20300101",
    ],
)
def test_a_bad_rule_is_refused_with_a_sentence(rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        repeat(rule, FIRST, BERLIN)
    assert refused.value.field == "rule"


def test_a_time_that_the_clocks_skip_is_an_hour_later_that_day_and_named() -> None:
    first = datetime(2031, 3, 29, 2, 30, tzinfo=BERLIN)
    starts = repeat("FREQ=DAILY;COUNT=3", first, BERLIN).starts
    assert [f"{each.at.astimezone(BERLIN):%d %H:%M}" for each in starts] == ["29 02:30", "30 03:30", "31 02:30"]
    assert [each.moved for each in starts] == [False, True, False]


@given(
    st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, unique=True),
    st.integers(1, 20),
    st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1)),
)
@settings(max_examples=rounds(300), deadline=None)
def test_every_date_of_any_weekly_rule_is_on_its_days_and_at_its_time(
    days: list[str], interval: int, name: str, naive: datetime
) -> None:
    zone = ZoneInfo(name)
    first = naive.replace(microsecond=0, tzinfo=zone)
    found = repeat(f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(days)}", first, zone)
    clock_of_first = first.astimezone(ZoneInfo("UTC")).astimezone(zone).time()
    for start in found.starts:
        at = start.at.astimezone(zone)
        assert start.moved or (at.time() == clock_of_first and f"{at:%a}"[:2].upper() in days)
    assert len(found.starts) <= 366


def series(**changes: Any) -> NewSeries:
    times = {"start_time": FIRST.isoformat(), "end_time": (FIRST + timedelta(minutes=90)).isoformat()}
    return NewSeries.model_validate({**times, "capacity": 10, "rule": TUESDAYS_AND_THURSDAYS} | changes)


@pytest.fixture
def event_id(priya: Caller) -> int:
    body = {"title": "Morning Flow", "time_zone": "Europe/Berlin", "location": "Studio 1"}
    return create_event(priya, NewEvent.model_validate(body)).id


def sessions_of(event_id: int) -> list[EventSession]:
    db.session.expire_all()
    rows = db.session.query(EventSession).filter_by(event_id=event_id).order_by(EventSession.starts_at)
    return rows.all()


def clocks(event_id: int) -> list[str]:
    return [f"{each.starts_at.astimezone(BERLIN):%a %H:%M}" for each in sessions_of(event_id)]


def test_a_year_of_classes_is_made_in_one_step_and_told_to_the_crm(
    nothing_left: None, priya: Caller, event_id: int
) -> None:
    shown = preview_series(priya, event_id, series(excluded=["2031-01-09"]))
    assert sessions_of(event_id) == [] and shown.series_id is None
    with statements() as sent:
        made = add_series(priya, event_id, series(excluded=["2031-01-09"]))
    assert made.dates == shown.dates and made.cut and len(made.dates) == 104
    assert len(sent) < 60, "statements must not grow with the dates"
    assert {each.series_id for each in sessions_of(event_id)} == {made.series_id}
    entries = entries_of(db.session(), "event", event_id)
    assert [entry.action for entry in entries] == ["event_created"] + 7 * ["sessions_created"]
    work()
    told = [
        session["id"]
        for message in db.session.query(OutboxMessage).filter_by(kind="session_created")
        for session in message.payload["additional_data"]["sessions"]
    ]
    assert sorted(told) == [each.id for each in sessions_of(event_id)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rule": "FREQ=SECONDLY"}, "rule"),
        ({"start_time": "2020-01-07T07:00:00Z"}, "start_time"),
        ({"rule": "FREQ=DAILY", "end_time": (FIRST + timedelta(days=2)).isoformat()}, "end_time"),
        ({"rule": "FREQ=DAILY;COUNT=1", "excluded": ["2031-01-07"]}, "rule"),
        ({"min_places": 3}, "decide_at"),
    ],
)
def test_a_series_that_is_refused_leaves_nothing(
    priya: Caller, event_id: int, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add_series(priya, event_id, series(**changes))
    assert refused.value.field == field
    assert sessions_of(event_id) == []


def test_an_event_has_no_more_than_a_thousand_sessions_ahead(priya: Caller, event_id: int) -> None:
    daily = [
        series(
            rule="FREQ=DAILY",
            start_time=(FIRST + timedelta(hours=hours)).isoformat(),
            end_time=(FIRST + timedelta(hours=hours + 1)).isoformat(),
        )
        for hours in (0, 2, 4)
    ]
    for each in daily[:2]:
        add_series(priya, event_id, each)
    with pytest.raises(Conflict, match=str(MAX_AHEAD)):
        add_series(priya, event_id, daily[2])


def test_each_session_is_decided_as_long_before_it_as_the_first(
    priya: Caller, event_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service_kit.clock._system_time", lambda: FIRST - timedelta(days=9))
    decide_at = datetime(2031, 1, 5, 18, 0, tzinfo=BERLIN)
    add_series(priya, event_id, series(min_places=2, decide_at=decide_at.isoformat()))
    for each in sessions_of(event_id):
        assert each.decide_at is not None
        before = each.starts_at.astimezone(BERLIN).date() - each.decide_at.astimezone(BERLIN).date()
        assert before.days == 2 and each.decide_at.astimezone(BERLIN).hour == 18


def change(scope: Scope, session: EventSession, by: Caller, **changes: Any) -> None:
    body = SessionChange.model_validate(changes)
    shown = preview_session(by, session.id, body, scope)
    change_session(by, session.id, body, Confirmation(shown["fingerprint"]), scope)


def test_one_date_this_and_later_and_all_are_changed_by_wall_clock(priya: Caller, event_id: int) -> None:
    add_series(priya, event_id, series(rule=f"{TUESDAYS_AND_THURSDAYS};UNTIL=20310410"))
    third = sessions_of(event_id)[2]
    later = third.starts_at.astimezone(BERLIN).replace(hour=18)
    change(Scope.THIS, third, priya, start_time=later.isoformat(), end_time=(later + timedelta(hours=1)).isoformat())
    assert clocks(event_id)[:4] == ["Tue 07:00", "Thu 07:00", "Tue 18:00", "Thu 07:00"]

    fourth = sessions_of(event_id)[3]
    day_later = (fourth.starts_at + timedelta(days=1)).astimezone(BERLIN).replace(hour=8)
    span = {"start_time": day_later.isoformat(), "end_time": (day_later + timedelta(hours=2)).isoformat()}
    change(Scope.LATER, fourth, priya, **span)
    assert clocks(event_id)[:4] == ["Tue 07:00", "Thu 07:00", "Tue 18:00", "Fri 08:00"]
    assert set(clocks(event_id)[4:]) == {"Wed 08:00", "Fri 08:00"}  # also after the clocks changed

    change(Scope.ALL, fourth, priya, capacity=7)
    assert {each.capacity for each in sessions_of(event_id)} == {7}
    assert clocks(event_id)[:4] == ["Tue 07:00", "Thu 07:00", "Tue 18:00", "Fri 08:00"]


def test_the_impact_on_all_guests_is_shown_before_and_a_new_booking_asks_again(
    nothing_left: None, priya: Caller, event_id: int
) -> None:
    add_series(priya, event_id, series(rule="FREQ=WEEKLY;COUNT=20"))
    dates = sessions_of(event_id)
    first, fifth, last = dates[0].id, dates[4].id, dates[-1].id
    for session_id in (first, fifth, last):
        book_session(make_person("Alice"), session_id)
    shown = preview_session(priya, fifth, None, Scope.LATER)
    assert (shown["bookings"], shown["sessions"]) == (2, 16)
    assert (shown["first_start"], shown["last_start"]) == (
        clock.iso(dates[4].starts_at),
        clock.iso(dates[-1].starts_at),
    )
    book_session(make_person("Bob"), last)
    with pytest.raises(Conflict) as refused:
        cancel_session(priya, fifth, Confirmation(shown["fingerprint"]), Scope.LATER)
    assert refused.value.code == "impact_changed"
    cancel_session(priya, fifth, Confirmation(refused.value.more["impact"]["fingerprint"], "Summer break"), Scope.LATER)
    assert [each.status for each in sessions_of(event_id)] == 4 * ["scheduled"] + 16 * ["cancelled"]
    assert [each.seats_taken for each in sessions_of(event_id)] == [1] + 19 * [0]
    assert get_event(event_id, priya)["end_time"] == clock.iso(sessions_of(event_id)[3].ends_at)


def test_a_change_that_one_date_can_not_take_changes_none(priya: Caller, event_id: int) -> None:
    add_series(priya, event_id, series(rule="FREQ=WEEKLY;COUNT=3"))
    first, second, _ = sessions_of(event_id)
    for _ in range(2):
        book_session(make_person(), second.id)
    with pytest.raises(Conflict, match=r"2031-01-14.*2 places are taken") as refused:
        change(Scope.ALL, first, priya, capacity=1)
    assert refused.value.code == "series_refused"
    assert {each.capacity for each in sessions_of(event_id)} == {10}


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2019-01-14T07:00:00+01:00", "2019-01-14T08:00:00+01:00", "in_past"),
        ("2031-01-14T07:00:00+01:00", "2031-01-23T08:00:00+01:00", "overlapping"),
    ],
)
def test_a_mistyped_day_changes_no_date_of_a_series(
    priya: Caller, event_id: int, start: str, end: str, code: str
) -> None:
    add_series(priya, event_id, series(rule="FREQ=WEEKLY;COUNT=3"))
    second = sessions_of(event_id)[1]
    before = [(each.starts_at, each.ends_at) for each in sessions_of(event_id)]
    with pytest.raises(Invalid) as refused:
        change(Scope.LATER, second, priya, start_time=start, end_time=end)
    assert refused.value.more["errors"][0]["code"] == code
    assert [(each.starts_at, each.ends_at) for each in sessions_of(event_id)] == before


@pytest.mark.parametrize("scope", list(Scope))
def test_no_session_is_moved_into_the_past(priya: Caller, event_id: int, scope: Scope) -> None:
    add_series(priya, event_id, series(rule="FREQ=WEEKLY;COUNT=2"))
    first = sessions_of(event_id)[0]
    before = [each.starts_at for each in sessions_of(event_id)]
    past = {"start_time": "2019-01-14T07:00:00+01:00", "end_time": "2019-01-14T08:00:00+01:00"}
    for attempt in (change_session, preview_session):
        with pytest.raises(Invalid) as refused:
            given = SessionChange.model_validate(past)
            if attempt is preview_session:
                preview_session(priya, first.id, given, scope)
            else:
                change_session(priya, first.id, given, scope=scope)
        assert [(one["field"], one["code"]) for one in refused.value.more["errors"]] == [("start_time", "in_past")]
    assert [each.starts_at for each in sessions_of(event_id)] == before


def test_a_series_that_is_added_twice_adds_only_dates_that_are_new(priya: Caller, event_id: int) -> None:
    add_series(priya, event_id, series(rule="FREQ=WEEKLY;COUNT=3"))
    again = series(rule="FREQ=WEEKLY;COUNT=3")
    assert [each.exists for each in preview_series(priya, event_id, again).dates] == [True] * 3
    with pytest.raises(Conflict) as refused:
        add_series(priya, event_id, again)
    assert refused.value.code == "dates_exist"
    assert len(sessions_of(event_id)) == 3
    longer = series(rule="FREQ=WEEKLY;COUNT=5")
    assert [each.exists for each in preview_series(priya, event_id, longer).dates] == [True] * 3 + [False] * 2
    added = add_series(priya, event_id, longer).dates
    assert [each.exists for each in added] == [False] * 2
    starts = [clock.iso(each.starts_at) for each in sessions_of(event_id)]
    assert starts[3:] == [each.start_time for each in added]
    assert len(set(starts)) == 5
    cancel_session(priya, sessions_of(event_id)[0].id)
    assert preview_series(priya, event_id, longer).dates[0].exists is False, "a cancelled date may be added again"


def test_what_has_ended_stays_and_a_single_session_has_no_series(
    priya: Caller, event_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_series(priya, event_id, series(rule="FREQ=WEEKLY;COUNT=4"))
    monkeypatch.setattr("service_kit.clock._system_time", lambda: FIRST + timedelta(days=8))
    change(Scope.ALL, sessions_of(event_id)[3], priya, location="Studio 2")
    assert [each.location for each in sessions_of(event_id)] == [None, None, "Studio 2", "Studio 2"]
    alone = create_event(
        priya,
        NewEvent.model_validate({"title": "Once", "time_zone": "UTC", "sessions": [new_session(FIRST + timedelta(9))]}),
    )
    with pytest.raises(Problem) as refused:
        cancel_session(priya, alone.sessions[0].id, scope=Scope.ALL)
    assert refused.value.code == "no_series"


def test_an_event_of_400_dates_is_read_like_one_of_4(priya: Caller) -> None:
    read: list[int] = []
    for rule in ("FREQ=DAILY;COUNT=4", "FREQ=DAILY"):
        event = create_event(priya, NewEvent.model_validate({"title": "Sit", "time_zone": "Europe/Berlin"}))
        add_series(priya, event.id, series(rule=rule))
        with statements() as sent:
            shown = get_event(event.id, priya)
        read.append(len(sent))
        assert len(shown["sessions"]) <= 100
    assert read[0] == read[1]


def test_priya_repeats_a_class_over_the_api_and_arjun_can_not(facilitator: Person, other_facilitator: Person) -> None:
    event = facilitator.create_event(sessions=0, draft=True)
    body = new_session(FIRST) | {"rule": "FREQ=WEEKLY;COUNT=3", "excluded": ["2031-01-14"]}
    assert other_facilitator.post(f"/events/{event['id']}/series", body).status_code == 403
    response = facilitator.post(f"/events/{event['id']}/series", body)
    assert response.status_code == 201, response.text
    ids = [each["id"] for each in facilitator.get(f"/events/{event['id']}").json()["event"]["sessions"]]
    assert len(ids) == 2
    assert facilitator.post(f"/events/{event['id']}/series", body | {"excluded": ["14 January"]}).status_code == 400
    impact = facilitator.post(f"/sessions/{ids[0]}/impact", {"scope": "all"}).json()["impact"]
    assert impact["sessions"] == 2
    gone = facilitator.request("DELETE", f"/sessions/{ids[0]}?scope=all&expected_impact={impact['fingerprint']}")
    assert gone.json()["session"]["status"] == "cancelled"
    shown = facilitator.get(f"/events/{event['id']}").json()["event"]["sessions"]
    assert [each["status"] for each in shown] == ["cancelled", "cancelled"]
