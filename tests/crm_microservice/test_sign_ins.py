"""The CRM asks the main API whether a person is still signed in, and what it does without a response."""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crm_microservice.database import db
from crm_microservice.sign_ins import SignIn, SignInEnded
from service_kit import clock
from tests.crm_microservice.conftest import OpenApp
from tests.crm_microservice.main_api import SIGNED_OUT, StandIn
from tests.crm_microservice.service import TOKEN, Crm, Stream, booking, facilitator, person_token

pytestmark = pytest.mark.either_engine

OWN = "/api/facilitator/101"
NOTICE = "X-Samaya-Notice"
BROKEN = (200, {}, b"<html>")
READS = [f"{OWN}/sessions", f"{OWN}/events", f"{OWN}/statistics", f"{OWN}/unread"]
OF_GUESTS = [f"{OWN}/bookings", f"{OWN}/guests", f"{OWN}/guests/456", f"{OWN}/bookings.csv", f"{OWN}/guests.csv"]
OF_GUESTS += ["/notifications", "/notifications/stream"]
WRITES: list[tuple[str, str, Any]] = [
    ("POST", f"{OWN}/read", {"up_to": 1}),
    ("PUT", f"{OWN}/guests/456/notes", {"text": "Likes the window"}),
    ("POST", f"{OWN}/events", {"title": "T"}),
    ("DELETE", f"{OWN}/events/5", None),
]
FOR_ADMINS: list[tuple[str, str, Any]] = [
    ("GET", "/api/approvals", None),
    ("GET", "/api/customers", None),
    ("POST", "/api/approvals/1/decline", {"reason": "Twice"}),
]


@pytest.fixture
def main_api() -> Iterator[StandIn]:
    one = StandIn()
    yield one
    one.close()


@pytest.fixture
def quiet_crm(start_crm: Callable[..., Crm], main_api: StandIn) -> Crm:
    """A CRM that sends no heartbeat while a test waits."""
    return start_crm(WEB_WORKERS="1", MAIN_BASE_URL=main_api.url, CRM_STREAM_HEARTBEAT_SECONDS="600")


@pytest.fixture
def crm(start_crm: Callable[..., Crm], main_api: StandIn) -> Crm:
    crm = start_crm(WEB_WORKERS="1", MAIN_BASE_URL=main_api.url)
    crm.store(booking(1))
    return crm


def test_priya_who_signed_out_is_refused_and_the_service_is_never_asked_about(crm: Crm, main_api: StandIn):
    priya = facilitator(101)
    response = crm.get(f"{OWN}/bookings", priya)
    assert response.status_code == 200 and NOTICE not in response.headers
    main_api.profile_said = SIGNED_OUT
    refused = crm.get(f"{OWN}/bookings", priya)
    assert (refused.status_code, refused.json()["code"]) == (401, "login_ended")
    asked = main_api.profiles_asked
    assert crm.get(f"{OWN}/bookings", TOKEN).status_code == 200
    assert main_api.profiles_asked == asked


@pytest.mark.parametrize("said", [BROKEN, (500, {}, b"{}"), (200, {}, b"{}"), (429, {}, b"{}")], ids=str)
def test_without_a_response_priya_reads_her_sessions_with_a_notice_and_no_guest_is_shown(
    crm: Crm, main_api: StandIn, said: tuple[int, dict[str, str], bytes]
):
    priya, noor = facilitator(101), person_token(7, "admin")
    assert crm.get(READS[0], priya).status_code == 200
    main_api.profile_said = said
    main_api.say(500, {})
    for path in READS:
        response = crm.get(path, priya)
        assert (response.status_code, response.headers.get(NOTICE)) == (200, "sign-in-unconfirmed"), path
    asked = [("GET", path, None, priya) for path in OF_GUESTS] + [("GET", path, None, noor) for path in READS]
    asked += [(*write, priya) for write in WRITES] + [(*route, noor) for route in FOR_ADMINS]
    for method, path, body, token in asked:
        refused = crm.request(method, path, token, json=body)
        assert (refused.status_code, refused.json()["code"]) == (503, "sign_in_unconfirmed"), path
        assert refused.headers["Retry-After"] and "Your sign-in can't be checked" in refused.json()["error"]
    assert all(asked["line"].startswith("GET ") for asked in main_api.asked)  # no change was passed on
    main_api.profile_said = None
    assert crm.request(*WRITES[0][:2], priya, json=WRITES[0][2]).status_code == 200  # asked again at once
    assert NOTICE not in crm.get(READS[0], priya).headers
    assert crm.get(OF_GUESTS[0], priya).status_code == 200


def test_a_sign_in_that_was_never_confirmed_reads_nothing_without_a_response(crm: Crm, main_api: StandIn):
    main_api.profile_said = BROKEN
    for path in READS:
        assert crm.get(path, facilitator(101)).status_code == 503, path


def test_a_confirmation_counts_for_a_minute_and_for_the_role_it_named(
    open_app: OpenApp, main_api: StandIn, monkeypatch: pytest.MonkeyPatch
):
    with open_app().app_context():
        engine = db.engine
    priya = SignIn(uuid.uuid4().hex, 101, int(time.time()) + 900, facilitator(101), main_api.url, engine)
    assert priya.recently_confirmed() is None
    confirmed = priya.confirm(required=True)
    assert confirmed and priya.recently_confirmed() == confirmed
    now = clock.monotonic()
    monkeypatch.setattr(clock, "monotonic", lambda: now + 59)
    assert priya.recently_confirmed() == confirmed
    monkeypatch.setattr(clock, "monotonic", lambda: now + 61)
    assert priya.recently_confirmed() is None
    main_api.profile_said = SIGNED_OUT
    monkeypatch.setattr(clock, "monotonic", lambda: now)
    with pytest.raises(SignInEnded):
        priya.confirm(required=True)
    assert priya.recently_confirmed() is None


def test_a_late_response_of_the_main_api_counts_as_no_response(crm: Crm, main_api: StandIn):
    main_api.profile_seconds = 3
    refused = crm.get("/api/approvals", person_token(7, "admin"))
    assert (refused.status_code, refused.json()["code"]) == (503, "sign_in_unconfirmed")


def test_after_a_missing_response_reads_do_not_ask_the_main_api_for_a_while(crm: Crm, main_api: StandIn):
    priya = facilitator(101)
    assert crm.get(f"{OWN}/unread", priya).status_code == 200
    main_api.profile_said = BROKEN
    assert [crm.get(f"{OWN}/unread", priya).status_code for _ in range(3)] == [200] * 3
    assert main_api.profiles_asked == 2


def test_a_sign_in_known_to_have_ended_stays_ended_in_every_process_and_after_a_restart(
    start_crm: Callable[..., Crm], main_api: StandIn
):
    crm = start_crm(WEB_WORKERS="2", MAIN_BASE_URL=main_api.url)
    priya, on_her_phone = facilitator(101), facilitator(101)
    main_api.profile_said = SIGNED_OUT
    assert crm.get(f"{OWN}/guests", priya).status_code == 401
    main_api.profile_said = BROKEN
    assert {crm.get(f"{OWN}/guests", priya).status_code for _ in range(12)} == {401}
    crm.kill()
    crm.start()
    assert {crm.get(f"{OWN}/guests", priya).status_code for _ in range(4)} == {401}
    assert crm.get(f"{OWN}/guests", on_her_phone).json()["code"] == "sign_in_unconfirmed"


def test_the_role_is_the_one_the_main_api_answers(crm: Crm, main_api: StandIn):
    def now_is(role: str) -> None:
        main_api.profile_said = (200, {}, json.dumps({"user": {"id": 101, "role": role, "name": "Priya"}}).encode())

    now_is("user")
    assert crm.get(f"{OWN}/guests", facilitator(101)).status_code == 403
    assert crm.get("/api/approvals", person_token(101, "admin")).status_code == 403
    now_is("facilitator")
    assert crm.get("/api/approvals", person_token(101, "admin")).status_code == 403
    assert crm.get(f"{OWN}/guests", person_token(101, "user")).status_code == 200
    main_api.profile_said = (200, {}, json.dumps({"user": {"id": 102, "role": "facilitator", "name": "A"}}).encode())
    assert crm.request("POST", f"{OWN}/read", facilitator(101), json={"up_to": 1}).status_code == 503


def test_an_expired_token_does_not_end_its_sign_in(crm: Crm, main_api: StandIn):
    sign_in_id = uuid.uuid4().hex
    expired = {"error": "The access token has expired.", "code": "token_expired"}
    main_api.profile_said = (401, {}, json.dumps(expired).encode())
    assert crm.get(f"{OWN}/guests", person_token(101, "facilitator", sid=sign_in_id)).status_code == 401
    main_api.profile_said = None
    renewed = person_token(101, "facilitator", sid=sign_in_id)
    assert crm.get(f"{OWN}/guests", renewed).status_code == 200


def test_a_token_that_names_no_sign_in_is_refused(crm: Crm):
    for sign_in_id in (None, "", "x" * 32, uuid.uuid4().hex.upper(), 7):
        assert crm.get(f"{OWN}/bookings", person_token(101, "facilitator", sid=sign_in_id)).status_code == 401


def test_an_open_stream_ends_with_its_sign_in_without_waiting_for_a_heartbeat(quiet_crm: Crm, main_api: StandIn):
    hers, on_her_phone = Stream(quiet_crm, facilitator(101)), Stream(quiet_crm, facilitator(101))
    the_services = Stream(quiet_crm)
    assert [stream.next()[1] for stream in (hers, on_her_phone, the_services)] == ["ready"] * 3
    main_api.profile_said = SIGNED_OUT
    assert hers.next() == (None, "expired", {})
    assert on_her_phone.next() == (None, "expired", {})
    assert hers.ended.wait(20)
    main_api.profile_said = BROKEN  # the CRM has remembered that they ended
    assert quiet_crm.get(f"{OWN}/unread", hers.token).status_code == 401
    assert not the_services.ended.is_set()
    for stream in (hers, on_her_phone, the_services):
        stream.close()


def test_an_open_stream_shows_no_guest_while_its_sign_in_cannot_be_confirmed(quiet_crm: Crm, main_api: StandIn):
    hers = Stream(quiet_crm, facilitator(101))
    position = hers.next()[0]
    main_api.profile_said = BROKEN
    assert hers.next() == (None, "notice", {"notice": "sign-in-unconfirmed"})
    assert hers.ended.wait(20)
    quiet_crm.store(booking(2))
    assert hers.events.empty()
    main_api.profile_said = None
    again = Stream(quiet_crm, hers.token, last_event_id=position)
    assert again.bookings(1) == [2]
    for stream in (hers, again):
        stream.close()


def test_an_open_stream_ends_when_its_reader_is_no_facilitator_any_more(quiet_crm: Crm, main_api: StandIn):
    stream = Stream(quiet_crm, facilitator(101))
    assert stream.next()[1] == "ready"
    main_api.profile_said = (200, {}, json.dumps({"user": {"id": 101, "role": "user", "name": "Priya"}}).encode())
    assert stream.next()[1] == "expired"
    stream.close()


def test_with_a_main_api_of_the_release_before_streams_go_on_and_end_as_well(quiet_crm: Crm, main_api: StandIn):
    main_api.open_sign_ins = lambda _: (404, {}, b"{}")  # pyright: ignore[reportAttributeAccessIssue]
    stream = Stream(quiet_crm, facilitator(101))
    assert stream.next()[1] == "ready"
    asked = main_api.profiles_asked
    while main_api.profiles_asked < asked + 2:
        assert not stream.ended.is_set()
        time.sleep(0.05)
    main_api.profile_said = SIGNED_OUT
    assert stream.next()[1] == "expired"
    stream.close()
