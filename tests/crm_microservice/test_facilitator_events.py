"""Changes of events are sent to the main API with the caller's rights. Without it, the read model answers reads."""

import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crm_microservice.main_api import StandIn, profile_of
from tests.crm_microservice.service import TOKEN, Crm, booking, facilitator, fresh_database_url, person_token

PRIYA, ARJUN = facilitator(101), facilitator(102)
OWN = "/api/facilitator/101"
CONFIRMED = "?expected_impact=" + "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    one = StandIn()
    yield one
    one.close()


@pytest.fixture(scope="module")
def shared_crm(stand_in: StandIn) -> Iterator[Crm]:
    with tempfile.TemporaryDirectory() as folder, fresh_database_url(Path(folder)) as url:
        tokens = f"{TOKEN},the-token-before-the-rotation"
        service = Crm(Path(folder), url, WEB_WORKERS="1", MAIN_BASE_URL=stand_in.url, CRM_AUTH_TOKEN=tokens)
        try:
            yield service.start()
        finally:
            service.stop()


@pytest.fixture
def main_api(stand_in: StandIn) -> StandIn:
    stand_in.asked.clear()
    stand_in.profiles_asked, stand_in.profile_said, stand_in.profile_seconds = 0, None, 0.0
    stand_in.say(200, {})
    return stand_in


@pytest.fixture
def crm(shared_crm: Crm) -> Crm:
    """A CRM that uses the stand-in, shared by all tests, which use different bookings."""
    return shared_crm


PASSED_ON = [
    ("POST", "/events", {"title": "T"}, "POST /events"),
    ("PUT", f"/events/5{CONFIRMED}", {"title": "T"}, f"PATCH /events/5{CONFIRMED}"),
    ("PUT", "/events/5", {"link": None}, "PATCH /events/5"),
    ("DELETE", "/events/5?reason=Too+hot+%26+dry", None, "DELETE /events/5?reason=Too+hot+%26+dry"),
    ("POST", "/events/5/impact", {"change": None}, "POST /events/5/impact"),
    ("POST", "/events/5/duplicate", {"first_start": "2026-12-12T07:00:00Z"}, "POST /events/5/duplicate"),
    ("POST", "/events/5/sessions", {"capacity": 3}, "POST /events/5/sessions"),
    ("PUT", "/sessions/9", {"capacity": 3}, "PATCH /sessions/9"),
    ("DELETE", f"/sessions/9{CONFIRMED}", None, f"DELETE /sessions/9{CONFIRMED}"),
    ("POST", "/sessions/9/impact", {}, "POST /sessions/9/impact"),
]


def test_every_change_is_passed_on_as_the_caller(crm: Crm, main_api: StandIn):
    main_api.say(200, {"event": {"id": 5}})
    for method, path, body, line in PASSED_ON:
        response = crm.request(method, OWN + path, PRIYA, json=body, headers={"X-Request-Id": "priya-0001"})
        assert (response.status_code, response.json()) == (200, {"event": {"id": 5}}), response.text
        asked = main_api.asked.pop()
        assert (asked["line"], asked["body"]) == (line, body)
        assert asked["headers"]["Authorization"] == f"Bearer {PRIYA}", "her own token, unchanged"
        assert asked["headers"]["X-Facilitator-Id"] is None
        assert asked["headers"]["X-Request-Id"] == "priya-0001"


def test_the_service_token_acts_for_the_facilitator_in_the_path(crm: Crm, main_api: StandIn):
    for token in (TOKEN, "the-token-before-the-rotation"):
        crm.request("PUT", f"{OWN}/events/5", token, json={"title": "T"}, headers={"X-Facilitator-Id": "999"})
        asked = main_api.asked.pop()["headers"]
        # The older token, which the main API accepts while the tokens are changed.
        assert asked["Authorization"] == "Bearer the-token-before-the-rotation"
        assert asked["X-Facilitator-Id"] == "101", "from the connection's address, not from the caller's header"


@pytest.mark.parametrize(("method", "path", "body"), [(one[0], one[1], one[2]) for one in PASSED_ON])
def test_other_callers_are_refused(crm: Crm, main_api: StandIn, method: str, path: str, body: Any):
    callers = [
        (None, 401),
        ("wrong", 401),
        (ARJUN, 403),
        (person_token(101, "user"), 403),
        (person_token(1, "admin"), 403),
    ]
    for token, status in callers:
        assert crm.request(method, OWN + path, token, json=body).status_code == status
    assert main_api.asked == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 503])
def test_refusals_of_the_main_api_are_returned_unchanged(crm: Crm, main_api: StandIn, status: int):
    said = {"status": status, "error": "Because.", "code": "impact_changed", "impact": {"bookings": 3}}
    main_api.say(status, said, Retry_After="7")
    response = crm.request("PUT", f"{OWN}/events/5", PRIYA, json={})
    assert (response.status_code, response.json(), response.headers["Retry-After"]) == (status, said, "7")
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_wrong_service_token_of_the_crm_is_a_bad_gateway(crm: Crm, main_api: StandIn):
    main_api.say(401, {"error": "Log in first."})
    assert crm.request("PUT", f"{OWN}/events/5", TOKEN, json={}).status_code == 502
    assert "the main API refuses the service token" in crm.log()


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, b"<html>Welcome</html>", {}),
        (200, b"[]", {}),
        (200, b"", {}),
        (302, b"{}", {"Location": "http://127.0.0.1:1/"}),
        (500, b"oops", {}),
        (200, b'{"a":"' + b"x" * 9_000_000 + b'"}', {}),
    ],
)
def test_unusable_responses_of_the_main_api_are_a_bad_gateway(
    crm: Crm, main_api: StandIn, status: int, body: bytes, headers: dict[str, str]
):
    main_api.say(status, body, **headers)
    response = crm.request("PUT", f"{OWN}/events/5", PRIYA, json={})
    assert (response.status_code, len(main_api.asked)) == (502, 1)
    assert response.headers["Content-Type"] == "application/problem+json"


def test_requests_that_the_crm_refuses_never_reach_the_main_api(crm: Crm, main_api: StandIn):
    for content in (b"{", b"[]", b'{"a":1,"a":2}', b'{"a":NaN}'):
        headers = {"Content-Type": "application/json"}
        assert crm.request("PUT", f"{OWN}/events/5", PRIYA, data=content, headers=headers).status_code == 400
    for path in ("/events/0", "/events/x", "/events/5?force=true", "/sessions/-1"):
        assert crm.request("PUT", OWN + path, PRIYA, json={}).status_code == 400
    assert main_api.asked == []


def an_event(event_id: int, facilitator_id: int = 101) -> dict[str, Any]:
    sessions = [{"id": event_id * 10 + number, "title": "S", "capacity": 10} for number in (1, 2)]
    return {"id": event_id, "title": "Yoga", "facilitator_id": facilitator_id, "sessions": sessions}


def booked(booking_id: int, event_id: int, session_id: int, days: int = 1, **changes: Any) -> dict[str, Any]:
    session = {
        "id": session_id,
        "title": f"Session {session_id}",
        "start_time": f"2999-01-{days:02}T07:00:00Z",
        "end_time": f"2999-01-{days:02}T08:00:00Z",
    }
    event = {"id": event_id, "title": f"Event {event_id}", "start_date": "2999-01-01T07:00:00Z"}
    return booking(booking_id, **{"session": session, "event": event, **changes})


def test_events_come_from_the_main_api_with_places_counted_by_the_crm(crm: Crm, main_api: StandIn):
    crm.store(
        booked(1, 5, 51),
        booked(2, 5, 51),
        booked(3, 5, 52, action="cancelled"),
        booked(4, 5, 51, facilitator_id=102),
    )
    page = {"page": 1, "per_page": 7, "total": 2, "pages": 1, "has_next": False, "has_prev": False}
    main_api.say(200, {"events": [an_event(5), an_event(6), an_event(7, 102)], "pagination": page})
    listed = crm.get(f"{OWN}/events?status=upcoming&search=Yoga&per_page=7", PRIYA).json()
    asked = main_api.asked.pop()
    assert asked["line"] == "GET /events?facilitator_id=101&page=1&per_page=7&status=upcoming&search=Yoga"
    assert asked["headers"]["Authorization"] == f"Bearer {PRIYA}", "her drafts are hers alone to see"
    assert (listed["stale"], listed["pagination"]) == (False, page)
    assert [event["id"] for event in listed["events"]] == [5, 6]
    assert listed["events"][0]["bookings"] == {"booked": 2, "cancelled": 1}
    assert [one["bookings"]["booked"] for one in listed["events"][0]["sessions"]] == [2, 0]
    assert listed["events"][1]["bookings"] == {"booked": 0, "cancelled": 0}


def test_without_the_main_api_events_are_listed_from_notifications(start_crm: Callable[..., Crm]):
    main_api = StandIn()
    crm = start_crm(WEB_WORKERS="1", MAIN_BASE_URL=main_api.url)
    crm.store(
        booked(1, 5, 51, days=3),
        booked(2, 5, 52, days=4),
        booked(3, 4, 41, days=1),
        booked(4, 9, 91, facilitator_id=102),
    )
    main_api.say(500, b"oops")
    for_priya = crm.get(f"{OWN}/events", PRIYA).json()
    assert for_priya["stale"] is True
    assert [event["id"] for event in for_priya["events"]] == [4, 5]
    five = for_priya["events"][1]
    assert (five["title"], five["start_time"], five["end_time"]) == (
        "Event 5",
        "2999-01-03T07:00:00+00:00",
        "2999-01-04T08:00:00+00:00",
    )
    assert (five["bookings"], len(five["sessions"])) == ({"booked": 2, "cancelled": 0}, 2)
    main_api.close()
    assert crm.get(f"{OWN}/events", PRIYA).json() == for_priya
    assert [event["id"] for event in crm.get(f"{OWN}/events?search=EVENT+5", PRIYA).json()["events"]] == [5]
    assert [event["id"] for event in crm.get(f"{OWN}/events?status=upcoming", PRIYA).json()["events"]] == [4, 5]
    for status in ("past", "active", "ongoing"):
        assert crm.get(f"{OWN}/events?status={status}", PRIYA).json()["events"] == []
    page = crm.get(f"{OWN}/events?page=2&per_page=1", PRIYA).json()
    assert ([event["id"] for event in page["events"]], page["pagination"]["total"]) == ([5], 2)
    refused = crm.request("PUT", f"{OWN}/events/5", PRIYA, json={})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")


def test_filters_that_the_main_api_refuses_are_a_bad_request(crm: Crm, main_api: StandIn):
    main_api.say(400, {"error": "'search': this has characters that cannot be shown."})
    refused = crm.get(f"{OWN}/events?search=x", PRIYA)
    assert (refused.status_code, refused.json()["error"]) == (
        400,
        "'search': this has characters that cannot be shown.",
    )


def test_cookies_of_the_main_api_are_never_sent_back(crm: Crm, main_api: StandIn):
    main_api.say(200, {"access_token": "t", "user": {"role": "facilitator"}}, Set_Cookie="samaya_refresh=hers; Path=/")
    assert crm.request("POST", "/api/facilitator/login", json={"email": "p@example.com", "password": "p"}).ok
    assert crm.request("PUT", f"{OWN}/events/5", PRIYA, json={"title": "T"}).status_code == 200
    assert [asked["headers"]["Cookie"] for asked in main_api.asked] == [None, None]


def test_signing_in_names_the_visitors_address_to_the_main_api(crm: Crm, main_api: StandIn):
    main_api.say(200, {"access_token": "t", "user": {"role": "facilitator"}})
    forged = {"X-Client-Address": "203.0.113.9"}
    body = {"email": "p@example.com", "password": "p"}
    assert crm.request("POST", "/api/facilitator/login", None, json=body, headers=forged).ok
    sent = main_api.asked.pop()["headers"]
    assert sent["X-Client-Address"] == "127.0.0.1"
    assert sent["Authorization"] == "Bearer the-token-before-the-rotation"


def test_a_silent_main_api_delays_the_list_by_seconds_only(crm: Crm, main_api: StandIn):
    main_api.seconds = 8
    started = time.monotonic()
    assert crm.get(f"{OWN}/events", PRIYA).json()["stale"] is True
    assert time.monotonic() - started < 6
    main_api.seconds = 0


def test_a_change_without_a_response_says_that_it_may_have_been_made(start_crm: Callable[..., Crm]):
    with socket.create_server(("127.0.0.1", 0)) as hangs_up:
        crm = start_crm(WEB_WORKERS="1", MAIN_BASE_URL=f"http://127.0.0.1:{hangs_up.getsockname()[1]}")

        def read_and_leave() -> None:
            connection = hangs_up.accept()[0]
            connection.recv(65536)
            status, _, body = profile_of(f"Bearer {PRIYA}")
            head = f"HTTP/1.1 {status} OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            connection.sendall(head.encode() + body)
            connection.close()
            connection = hangs_up.accept()[0]
            connection.recv(65536)
            connection.close()

        threading.Thread(target=read_and_leave, daemon=True).start()
        response = crm.request("DELETE", f"{OWN}/events/5", PRIYA)
    assert (response.status_code, response.json()["code"]) == (502, "no_answer")
