"""POST /notify and /notify/batch, as the main API and as a person with curl use them."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.crm_microservice.service import TOKEN, Crm, booking, facilitator, person_token

SESSION = {
    "id": 5,
    "title": "Morning",
    "start_time": "2026-12-12T07:00:00+00:00",
    "end_time": "2026-12-12T08:30:00Z",
    "time_zone": "Asia/Kolkata",
    "location": None,
    "capacity": 12,
    "seats_taken": 3,
}
COMPLETE = booking(
    31,
    session=SESSION,
    action="reactivated",
    occurred_at="2026-11-01T10:00:00+00:00",
    version=3,
    additional_data={"note": "by the window"},
)
SHORT = {"booking_id": 101, "user": "Bhavin", "event": "Meditation Retreat", "facilitator_id": 2}
GENERAL = {
    "notification_type": "user_registered",
    "user_id": 123,
    "message": "New user registered",
    "additional_data": {"email": "user@example.com"},
}


@pytest.mark.parametrize(
    "data", [booking(123), COMPLETE, SHORT, GENERAL], ids=["booking", "complete", "short", "general"]
)
def test_every_documented_shape_is_received_and_listed_word_for_word(crm: Crm, data: dict[str, Any]):
    response = crm.notify(data)
    assert response.status_code == 200, response.text
    body = response.json()
    assert body["booking_id"] == data.get("booking_id")
    listed = crm.listed()["notifications"][0]
    assert listed == {"timestamp": body["timestamp"], "notification_id": body["notification_id"], "data": data}


UNKNOWN_PARTS = [
    booking(32, action="checked_in"),
    booking(33, price=3, user={"id": 1, "name": "A", "email": "a@example.com", "pronouns": "she"}),
    booking(34, session={**SESSION, "room": {"floor": 2}}, additional_data={"state": "waitlisted", "mood": [1]}),
    {**SHORT, "colour": "blue"},
    {**SHORT, "additional_data": "by the window", "session": 5, "version": "b", "action": ["new"], "occurred_at": 9},
    {**GENERAL, "priority": "high"},
]


@pytest.mark.parametrize("data", UNKNOWN_PARTS, ids=["action", "fields", "state", "short", "mistyped", "general"])
def test_what_a_newer_sender_adds_is_stored_and_listed_word_for_word(crm: Crm, data: dict[str, Any]):
    assert crm.notify(data).status_code == 200
    assert crm.listed()["notifications"][0]["data"] == data
    batch = crm.post("/notify/batch", json={"notifications": [{"id": str(uuid.uuid4()), "data": data}]})
    assert batch.json()["results"][0]["status"] == "stored"


def test_the_same_id_gets_the_same_response_and_is_stored_once_whatever_the_race(crm: Crm):
    webhook_id, booking_id = f"evt_{uuid.uuid4()}", 77001
    with ThreadPoolExecutor(12) as crowd:
        responses = list(crowd.map(lambda _: crm.notify(booking(booking_id), webhook_id), range(24)))
    assert {response.status_code for response in responses} == {200}
    assert len({response.text for response in responses}) == 1
    assert responses[0].json()["notification_id"] == webhook_id
    assert crm.listed(f"?booking_id={booking_id}")["count"] == 1


def test_without_an_id_every_call_is_a_new_notification(crm: Crm):
    assert len(set(crm.store(booking(77002), booking(77002)))) == 2
    assert crm.listed("?booking_id=77002")["count"] == 2


@pytest.mark.parametrize("token", [None, "wrong", "", TOKEN + "x", TOKEN[:-1], "gehörtnicht", "a.b.c"])
def test_without_the_service_token_nothing_is_received_and_the_attempt_is_logged(crm: Crm, token: str | None):
    headers = {"Authorization": f"Bearer {token}".encode()} if token is not None else {}
    response = crm.post("/notify", None, json=booking(1), headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert response.headers["Content-Type"] == "application/problem+json"
    log = crm.log()
    assert "authentication failed" in log
    assert TOKEN not in log


@pytest.mark.parametrize("role", ["facilitator", "user", "admin"])
def test_a_persons_token_cannot_send_notifications(crm: Crm, role: str):
    assert crm.post("/notify", person_token(101, role), json=booking(1)).status_code == 403
    assert crm.post("/notify/batch", person_token(101, role), json={"notifications": []}).status_code == 403


BAD_FIELDS = [
    (booking("1"), "booking_id"),  # pyright: ignore[reportArgumentType]
    (booking(0), "booking_id"),
    (booking(True), "booking_id"),
    (booking(1.0), "booking_id"),  # pyright: ignore[reportArgumentType]
    (booking(1, facilitator_id=-2), "facilitator_id"),
    (booking(1, user={"id": 1, "name": "  ", "email": "a@example.com"}), "user.name"),
    (booking(1, user={"id": 1, "name": "A", "email": "nobody"}), "user.email"),
    (booking(1, user={"id": 1, "name": "A"}), "user.email"),
    (booking(1, event={"id": 1, "title": "A", "start_date": "2026-02-30"}), "event.start_date"),
    (booking(1, event={"id": 1, "title": "A" * 301, "start_date": "2026-02-03"}), "event.title"),
    (booking(1, user="Bhavin"), "user"),
    (booking(1, action=" "), "action"),
    (booking(1, action=7), "action"),
    (booking(1, version=0), "version"),
    (booking(1, session={**SESSION, "capacity": -1}), "session.capacity"),
    (booking(1, occurred_at="yesterday"), "occurred_at"),
    (booking(1, occurred_at="9999-12-31T23:59:59-23:00"), "occurred_at"),
    ({"booking_id": 1, "user": "A", "facilitator_id": 2}, "event"),
    ({**SHORT, "event": "\t"}, "event"),
    ({**GENERAL, "user_id": None}, "user_id"),
    ({**GENERAL, "message": ""}, "message"),
    ({}, "booking_id"),
]


@pytest.mark.parametrize(("data", "field"), BAD_FIELDS)
def test_a_bad_payload_is_refused_naming_the_field(crm: Crm, data: dict[str, Any], field: str):
    response = crm.notify(data)
    assert (response.status_code, response.json().get("field")) == (400, field), response.text
    assert field in response.json()["error"]


def nested(depth: int) -> str:
    return '{"a":' + "[" * depth + "]" * depth + "}"


BAD_BODIES = [
    (b"{", 400),
    (b"", 400),
    (b"[]", 400),
    (b"null", 400),
    (b'"text"', 400),
    (b'{"a": NaN}', 400),
    (b'{"a": -Infinity}', 400),
    (b'{"a": 1e999}', 400),
    (b'{"a": 1, "a": 1}', 400),
    (b'{"a": 9223372036854775808}', 400),
    (b'{"a": ' + b"9" * 5000 + b"}", 400),
    (b'{"a": "\xff"}', 400),
    (b'{"a": "\\ud800"}', 400),
    (b'{"\\u0000": 1}', 400),
    (nested(20).encode(), 400),
    (nested(3_000).encode(), 400),
    (b'{"a": "' + b"x" * 65536 + b'"}', 413),
    (b'{"a": "' + b"x" * 3_000_000 + b'"}', 413),
]


@pytest.mark.parametrize(("body", "status"), BAD_BODIES, ids=range(len(BAD_BODIES)))
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_not_a_json_object_is_refused(crm: Crm, body: bytes, status: int, chunked: bool):
    sent = iter([body]) if chunked else body
    response = crm.post("/notify", data=sent, headers={"Content-Type": "application/json"})
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    assert crm.get("/health").status_code == 200


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""]
)
def test_a_body_that_is_not_announced_as_json_is_answered_with_400_as_documented(crm: Crm, media_type: str):
    for path in ("/notify", "/notify/batch"):
        response = crm.post(path, data=json.dumps(SHORT), headers={"Content-Type": media_type})
        assert (response.status_code, response.json()["code"]) == (400, "not_json"), path
    other = crm.post("/webhooks/repair-request", data="{}", headers={"Content-Type": media_type})
    assert (other.status_code, other.json()["code"]) == (415, "not_json")


@pytest.mark.parametrize("webhook_id", ["x" * 129, "with space", "tab\there"])
def test_an_unusable_id_is_refused(crm: Crm, webhook_id: str):
    response = crm.notify(SHORT, webhook_id)
    assert (response.status_code, response.json().get("field")) == (400, "webhook-id")


def test_a_batch_answers_for_each_item_and_one_bad_item_spoils_no_other(crm: Crm):
    known, new = f"evt_{uuid.uuid4()}", f"evt_{uuid.uuid4()}"
    before = crm.notify(booking(77010), known).json()
    items = [
        {"id": known, "data": booking(77010)},
        {"id": new, "data": booking(77011)},
        {"id": new, "data": booking(77011)},
        {"id": "bad", "data": booking(77012, version=-1)},
        {"id": "has space", "data": SHORT},
        {"data": SHORT},
        {"id": "x", "data": SHORT, "more": 1},
        {"id": "x", "data": []},
        17,
    ]
    response = crm.post("/notify/batch", json={"notifications": items})
    assert response.status_code == 200, response.text
    results = response.json()["results"]
    assert [result["status"] for result in results] == ["repeat", "stored", "repeat"] + ["refused"] * 6
    assert (results[0]["notification_id"], results[0]["timestamp"]) == (known, before["timestamp"])
    assert results[1]["timestamp"] == results[2]["timestamp"]
    assert (results[3]["id"], results[3]["field"]) == ("bad", "version")
    assert all(result["error"] for result in results[3:])
    assert crm.listed("?booking_id=77011")["count"] == 1
    assert crm.listed("?booking_id=77012")["count"] == 0


def test_the_log_names_every_notification_of_a_batch(crm: Crm):
    repeated, new = [[f"evt_{uuid.uuid4()}" for _ in range(2)] for _ in range(2)]
    for ids in (repeated, repeated + new):
        items = [{"id": each, "data": booking(77015)} for each in ids]
        assert crm.post("/notify/batch", json={"notifications": items}).status_code == 200
    lines = [json.loads(line) for line in crm.log().splitlines() if " notifications " in line and repeated[0] in line]
    assert [(line["event"], line["notification_ids"]) for line in lines] == [
        ("2 notifications stored", repeated),
        ("2 notifications repeated", repeated),
    ]
    assert f'"notification_ids": {json.dumps(new)}' in crm.log()


def test_an_empty_batch_is_answered_and_an_oversized_one_refused(crm: Crm):
    assert crm.post("/notify/batch", json={"notifications": []}).json() == {"results": []}
    items = [{"id": f"many-{number}", "data": SHORT} for number in range(101)]
    assert crm.post("/notify/batch", json={"notifications": items}).status_code == 413
    full = crm.post(
        "/notify/batch", json={"notifications": [{**item, "id": f"{uuid.uuid4()}"} for item in items[:100]]}
    )
    assert {result["status"] for result in full.json()["results"]} == {"stored"}


def test_e_mail_addresses_and_names_stay_out_of_the_log(crm: Crm):
    crm.store(booking(77020, user={"id": 1, "name": "Secret Name", "email": "very.private@example.com"}))
    crm.notify(booking(77020, user={"id": 1, "name": "Secret Name", "email": "very.private@example.com", "x": 1}))
    crm.get("/nowhere/very.private@example.com")
    log = crm.log()
    assert '"booking_id": 77020' in log
    assert "very.private" not in log
    assert "Secret Name" not in log


def test_facilitators_cannot_use_a_token_signed_otherwise(crm: Crm):
    import jwt

    good = jwt.decode(facilitator(101), options={"verify_signature": False})
    unsigned = jwt.encode(good, "", algorithm="none")
    other_key = jwt.encode(good, "another-secret-another-secret-another-secret", algorithm="HS256")
    secret = "development-only-secret-change-me-before-production-and-make-it-longer-than-sixty-four"
    other_algorithm = jwt.encode(good, secret, algorithm="HS512")
    for token in (
        unsigned,
        other_key,
        other_algorithm,
        person_token(101, "facilitator", seconds=-1),
        person_token(101, "facilitator", type="refresh"),
        person_token(101, "owner"),
        person_token(101, "facilitator", sub=101),
        person_token(101, "facilitator", sub="101 "),
    ):
        assert crm.get("/notifications", token).status_code == 401
    assert crm.get("/notifications", facilitator(101)).status_code == 200
