"""GET /notifications: who sees what, filters, pages."""

from datetime import datetime, timedelta, timezone

import pytest

from tests.crm_microservice.service import Crm, booking, facilitator, person_token


def booking_ids(crm: Crm, query: str, token: str | None = None) -> list[int]:
    listed = crm.listed(query, token) if token else crm.listed(query)
    return [row["data"].get("booking_id") for row in listed["notifications"]]


def test_a_facilitator_sees_only_their_own(crm: Crm):
    crm.store(booking(1, 3001), booking(2, 3002), booking(3, 3001))
    assert booking_ids(crm, "", facilitator(3001)) == [3, 1]
    assert booking_ids(crm, "?facilitator_id=3001", facilitator(3001)) == [3, 1]
    assert crm.listed("", facilitator(3001))["count"] == 2
    assert crm.get("/notifications?facilitator_id=3002", facilitator(3001)).status_code == 403
    assert booking_ids(crm, "?booking_id=2", facilitator(3001)) == []
    assert booking_ids(crm, "?facilitator_id=3002") == [2]


def test_users_and_strangers_see_nothing(crm: Crm):
    assert crm.get("/notifications", person_token(5, "user")).status_code == 403
    assert crm.get("/notifications", person_token(5, "admin")).status_code == 403
    assert crm.get("/notifications", None).status_code == 401
    assert crm.get("/notifications", "wrong").status_code == 401


def test_pages_follow_each_other_without_gap_or_repeat_while_more_arrives(crm: Crm):
    crm.store(*[booking(number, 3003) for number in range(1, 8)])
    found, query = [], "?facilitator_id=3003&limit=3"
    page = crm.listed(query)
    while True:
        found += [row["data"]["booking_id"] for row in page["notifications"]]
        if page["next_cursor"] is None:
            break
        crm.store(booking(99, 3003))
        page = crm.listed(f"{query}&cursor={page['next_cursor']}")
    assert found == [7, 6, 5, 4, 3, 2, 1]


def test_filters_narrow_by_booking_action_time_and_text_in_any_script(crm: Crm):
    moment = datetime.now(timezone.utc) + timedelta(milliseconds=1)
    crm.store(
        booking(41, 3004, user={"id": 1, "name": "GROßE Ελένη", "email": "e@example.com"}),
        booking(41, 3004, action="cancelled"),
        booking(42, 3004, event={"id": 1, "title": "ＹＯＧＡ im Garten", "start_date": "2026-12-12"}),
    )
    own = "?facilitator_id=3004"
    assert booking_ids(crm, f"{own}&booking_id=41") == [41, 41]
    assert booking_ids(crm, f"{own}&booking_id=41&action=cancelled") == [41]
    assert booking_ids(crm, f"{own}&search=grosse") == [41]
    assert booking_ids(crm, f"{own}&search=ΕΛΈΝΗ") == [41]
    assert booking_ids(crm, f"{own}&search=yoga") == [42]
    assert booking_ids(crm, f"{own}&search=im") == [42]
    assert booking_ids(crm, f"{own}&search=nowhere") == []
    assert crm.listed(f"{own}&since={(moment - timedelta(minutes=1)).isoformat().replace('+', '%2B')}")["count"] == 3
    assert crm.listed(f"{own}&since={(moment + timedelta(hours=1)).isoformat().replace('+', '%2B')}")["count"] == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1_0", "limit"),
        ("limit=", "limit"),
        ("facilitator_id=0", "facilitator_id"),
        ("facilitator_id=9223372036854775808", "facilitator_id"),
        ("booking_id=%D9%A3", "booking_id"),
        ("since=yesterday", "since"),
        ("since=0001-01-01T00:00:00%2B23:00", "since"),
        ("search=", "search"),
        ("search=%00", "search"),
        ("cursor=abc", "cursor"),
        ("cursor=%C3%A9", "cursor"),
        ("cursor=YmVmb3JlOi0x", "cursor"),
        ("cursor=", "cursor"),
        ("unknown=1", "unknown"),
    ],
)
def test_an_invalid_query_is_refused_naming_the_field(crm: Crm, query: str, field: str):
    response = crm.get(f"/notifications?{query}")
    assert (response.status_code, response.json().get("field")) == (400, field), response.text


def test_general_notifications_are_found_by_what_their_additional_data_names(crm: Crm):
    data = {"facilitator_id": 3005, "booking_id": 51, "action": "updated"}
    general = {"notification_type": "event_updated", "user_id": 1, "message": "Moved", "additional_data": data}
    crm.store(general, {**general, "additional_data": {"facilitator_id": "3005", "booking_id": True}})
    assert crm.listed("", facilitator(3005))["count"] == 1
    assert crm.listed("?facilitator_id=3005&booking_id=51&action=updated")["count"] == 1


def test_the_count_of_a_search_is_all_that_match(crm: Crm):
    items = [{"id": f"many-{number}", "data": booking(97_000 + number, 9701)} for number in range(1_100)]
    for first in range(0, len(items), 100):
        response = crm.post("/notify/batch", json={"notifications": items[first : first + 100]})
        assert response.status_code == 200, response.text
    listed = crm.listed("?facilitator_id=9701&search=john&limit=1")
    assert (listed["count"], len(listed["notifications"])) == (1_100, 1)
    assert crm.listed(f"?facilitator_id=9701&search=john&limit=1&cursor={listed['next_cursor']}")["count"] == 1_100
