"""Every way in which the CRM can fail: bookings are not affected, and everything is delivered after it recovers."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.support import fault_proxy
from tests.support.fault_proxy import FaultProxy, services_with_faults
from tests.support.outbox import (
    attempts_of,
    channel_status,
    messages_of,
    undelivered,
    versions_at_the_crm,
    wait_until_delivered,
)
from tests.support.people import Person, register, register_with_role
from tests.support.services import Services, wait_until

pytestmark = pytest.mark.either_engine

# Shorter than in use, because every test of a CRM that hangs waits for both.
DEADLINES = {"CRM_REQUEST_TIMEOUT": "4", "CRM_PROBE_TIMEOUT": "1"}
BOOKED_WITHIN = 3.0  # seconds; a booking that waited for the CRM would take at least 4
NOTICED_WITHIN = 25.0
HEALED_WITHIN = 30.0
RETRY, REFUSED, DEAD = "retry", "refused", "dead"


@dataclass(frozen=True)
class Failure:
    name: str
    mode: str
    outcome: str
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def responses(status: int, outcome: str, **headers: str) -> Failure:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    about = "".join(f" {name} {value}" for name, value in named.items())
    return Failure(f"answers {status}{about}", fault_proxy.STATUS, outcome, status, named)


FAILURES = [
    Failure("is down", fault_proxy.DOWN, RETRY),
    Failure("hangs up", fault_proxy.REFUSE, RETRY),
    Failure("hangs", fault_proxy.HANG, RETRY),
    Failure("drips", fault_proxy.DRIP, RETRY),
    Failure("redirects", fault_proxy.REDIRECT, RETRY),
    Failure("answers with a login page", fault_proxy.HTML, RETRY),
    Failure("never stops answering", fault_proxy.ENDLESS, RETRY),
    Failure("has it but its response is lost", fault_proxy.RESPONSE_LOST, RETRY),
    responses(500, RETRY),
    responses(503, RETRY),
    responses(408, RETRY),
    responses(429, RETRY),
    responses(429, RETRY, Retry_After="1000000000"),
    responses(429, RETRY, Retry_After="-5"),
    responses(429, RETRY, Retry_After="soon"),
    responses(429, RETRY, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
    responses(429, RETRY, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"),
    responses(503, RETRY, Retry_After="99999999999999999999999999999999"),
    responses(401, REFUSED),
    responses(403, REFUSED),
    responses(400, DEAD),
    responses(404, DEAD),
    responses(422, DEAD),
]


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Services, FaultProxy]]:
    with services_with_faults(Services, extra=DEADLINES) as both:
        yield both


@pytest.fixture(scope="module")
def sessions(running: tuple[Services, FaultProxy]) -> list[int]:
    event = register_with_role(running[0], "Priya", "facilitator").create_event(sessions=len(FAILURES) + 5)
    return [session["id"] for session in event["sessions"]]


@pytest.fixture(scope="module")
def alice(running: tuple[Services, FaultProxy]) -> Person:
    return register(running[0], "Alice")


@pytest.fixture(autouse=True)
def healed(running: tuple[Services, FaultProxy]) -> Iterator[None]:
    """Start each test with a working channel and nothing left to deliver."""
    services, proxy = running
    wait_until_delivered(services, 20)
    wait_until(lambda: channel_status(services) == "ok", 10)
    yield
    proxy.heal()


def book_cancel_and_book_again(alice: Person, session_id: int) -> int:
    """Make three changes, none of which may wait for the CRM."""
    started = time.monotonic()
    booked = alice.book(session_id)
    assert booked.status_code == 201, booked.text
    booking_id = booked.json()["booking"]["id"]
    assert alice.cancel(booking_id).status_code == 200
    assert alice.reactivate(booking_id).status_code == 200
    assert time.monotonic() - started < 3 * BOOKED_WITHIN
    return booking_id


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_bookings_are_not_affected_and_everything_arrives_after_recovery(
    running: tuple[Services, FaultProxy], alice: Person, sessions: list[int], failure: Failure
) -> None:
    services, proxy = running
    proxy.fail(failure.mode, failure.status, failure.headers)
    booking_id = book_cancel_and_book_again(alice, sessions.pop())

    channel = {RETRY: "failing", REFUSED: "refused", DEAD: "ok"}[failure.outcome]
    wait_until(lambda: attempts_of(services, booking_id), NOTICED_WITHIN, services.logs)
    wait_until(lambda: channel_status(services) == channel, NOTICED_WITHIN, services.logs)
    if failure.outcome == DEAD:
        wait_until(lambda: [row.status for row in messages_of(services, booking_id)] == ["dead"] * 3, 10, services.logs)
    else:
        wait_until(lambda: len(messages_of(services, booking_id)) == 3, 10, services.logs)
        # Only the first message may have been tried, alone or in a batch, and no other may be delivered before it.
        tried = {row.version for row in attempts_of(services, booking_id)}
        assert tried == set(range(1, len(tried) + 1))
        assert [row.status for row in messages_of(services, booking_id)] == ["pending"] * 3
    outcomes = [row.outcome for row in attempts_of(services, booking_id)]
    if failure.outcome == DEAD:
        # After a batch is refused as a whole, its messages are sent one by one.
        assert set(outcomes) <= {RETRY, DEAD} and outcomes.count(DEAD) == 3
    else:
        assert set(outcomes) == {failure.outcome}
    if failure.outcome == REFUSED:
        assert messages_of(services, booking_id)[0].attempts == 0, "a wrong token uses no attempt"

    proxy.heal()
    if failure.outcome == DEAD:
        assert "Retrying dead letters: 3." in services.flask("outbox", "retry")
    wait_until_delivered(services, HEALED_WITHIN)
    assert versions_at_the_crm(services, booking_id) == [1, 2, 3]


def test_an_honest_retry_after_is_kept(
    running: tuple[Services, FaultProxy], alice: Person, sessions: list[int]
) -> None:
    services, proxy = running
    proxy.fail(fault_proxy.STATUS, 429, {"Retry-After": "4"})
    booking_id = book_cancel_and_book_again(alice, sessions.pop())
    wait_until(lambda: attempts_of(services, booking_id), 10)
    asked_at, seen = time.monotonic(), proxy.requests_seen
    assert channel_status(services) == "failing"
    while time.monotonic() - asked_at < 3:
        assert proxy.requests_seen == seen, "the CRM asked for 4 seconds of rest"
        time.sleep(0.1)
    proxy.heal()
    wait_until_delivered(services, HEALED_WITHIN)
    assert versions_at_the_crm(services, booking_id) == [1, 2, 3]


def test_an_outage_costs_probes_not_attempts(
    running: tuple[Services, FaultProxy], alice: Person, sessions: list[int]
) -> None:
    """While the CRM is down, the backlog is not retried; afterwards all of it is delivered."""
    services, proxy = running
    proxy.fail(fault_proxy.REFUSE)
    bookings = [alice.book(sessions.pop()).json()["booking"]["id"] for _ in range(3)]
    wait_until(lambda: channel_status(services) == "failing", 10)
    seen = proxy.requests_seen
    time.sleep(3)
    assert 1 <= proxy.requests_seen - seen <= 3, "a probe every two seconds"
    assert undelivered(services) == 3
    proxy.heal()
    wait_until_delivered(services, HEALED_WITHIN)
    assert [versions_at_the_crm(services, booking_id) for booking_id in bookings] == [[1]] * 3
    assert sum(row.outcome == "retry" for one in bookings for row in attempts_of(services, one)) <= 3


def test_the_operator_sees_an_outage_and_the_guest_does_too(
    running: tuple[Services, FaultProxy], alice: Person, sessions: list[int]
) -> None:
    services, proxy = running
    proxy.fail(fault_proxy.STATUS, 401)
    booking_id = alice.book(sessions.pop()).json()["booking"]["id"]
    wait_until(lambda: channel_status(services) == "refused", 10)
    status = services.flask("outbox", "status")
    assert '"status": "refused"' in status and "HTTP 401" in status and '"pending": 1' in status
    steps = alice.get(f"/bookings/{booking_id}/timeline").json()["timeline"]
    assert {step["outcome"] for step in steps if step["kind"] == "attempt"} == {"refused"}
    assert "stored" not in [step["kind"] for step in steps]
    proxy.heal()
    wait_until_delivered(services, HEALED_WITHIN)
    steps = alice.get(f"/bookings/{booking_id}/timeline").json()["timeline"]
    assert steps[-1]["kind"] == "stored"
