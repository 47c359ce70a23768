"""Several admins decide at once: one decision counts, and the others are told whose."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.crm_microservice.service import TOKEN, Crm, person_token
from tests.support.approvals import registration, repair, waiting
from tests.support.rounds import rounds, until_raced

pytestmark = pytest.mark.slow
ROUNDS = rounds(100)
NAMES = ("Noor", "Omar", "Pia", "Quin", "Ravi", "Sana")


class Admins:
    """Six admins, each with an open connection, who decide at the same moment."""

    def __init__(self, crm: Crm) -> None:
        self._url = crm.url
        self._start = threading.Barrier(len(NAMES))
        self._pool = ThreadPoolExecutor(len(NAMES))
        self._people = [requests.Session() for _ in NAMES]
        for number, (name, person) in enumerate(zip(NAMES, self._people, strict=True), start=1):
            person.headers["Authorization"] = f"Bearer {person_token(number, 'admin', name=name)}"

    def decide(self, decisions: list[tuple[str, Any]]) -> list[requests.Response]:
        """Send one request (path and body) for each admin at once, and return the responses in the same order."""

        def send(person: requests.Session, path: str, body: Any) -> requests.Response:
            self._start.wait(20)
            return person.post(f"{self._url}/api/approvals/{path}", json=body, timeout=20)

        waited = [
            self._pool.submit(send, person, path, body)
            for person, (path, body) in zip(self._people, decisions, strict=True)
        ]
        return [one.result(30) for one in waited]

    def close(self) -> None:
        self._pool.shutdown()
        for person in self._people:
            person.close()


@pytest.fixture
def crm(start_crm: Callable[..., Crm]) -> Crm:
    return start_crm(WEB_WORKERS="2")


@pytest.fixture
def admins(crm: Crm) -> Iterator[Admins]:
    people = Admins(crm)
    yield people
    people.close()


def detail(crm: Crm, request_id: int) -> dict[str, Any]:
    return crm.get(f"/api/approvals/{request_id}").json()["approval"]


def total(crm: Crm, path: str) -> int:
    return crm.get(path).json()["pagination"]["total"]


def test_a_registration_approved_by_six_is_approved_once(crm: Crm, admins: Admins):
    winners: Counter[str] = Counter()
    for number in until_raced(ROUNDS, lambda: len(winners) > 1):
        request_id = waiting(crm, registration(f"guest{number}@example.com"))
        responses = admins.decide([(f"{request_id}/approve", None)] * len(NAMES))
        assert Counter(response.status_code for response in responses) == {200: 1, 409: 5}
        winner = next(
            response.json()["approval"]["decided_by"] for response in responses if response.status_code == 200
        )
        winners[winner["name"]] += 1
        refusals = [response.json() for response in responses if response.status_code == 409]
        assert [one["code"] for one in refusals] == ["already_decided"] * 5
        assert [one["decided_by"] for one in refusals] == [winner] * 5
        assert [entry["action"] for entry in detail(crm, request_id)["audit"]] == ["received", "approved"]
    assert total(crm, "/api/customers") == winners.total()


def test_of_approving_declining_and_merging_one_happens(crm: Crm, admins: Admins):
    first = waiting(crm, registration("anna@example.com"))
    customer_id = crm.post(f"/api/approvals/{first}/approve").json()["approval"]["customer_id"]
    outcomes: Counter[str] = Counter()
    for number in until_raced(ROUNDS, lambda: len(outcomes) == 3):
        request_id = waiting(crm, repair("ANNA@example.com", ticketNumber=f"REV-{number}"))
        decisions = [
            (f"{request_id}/approve", None),
            (f"{request_id}/decline", {"reason": "No"}),
            (f"{request_id}/merge", {"customer_id": customer_id}),
        ] * 2
        # A different admin sends first each time, or the first one would mostly win.
        turn = number % len(decisions)
        responses = admins.decide(decisions[turn:] + decisions[:turn])
        assert Counter(response.status_code for response in responses) == {200: 1, 409: 5}
        status = next(response.json()["approval"]["status"] for response in responses if response.status_code == 200)
        shown = detail(crm, request_id)
        assert shown["status"] == status
        assert {response.json()["decision"] for response in responses if response.status_code == 409} == {status}
        assert (shown["ticket"] is None, shown["customer_id"] is None) == (status == "declined", status == "declined")
        assert [entry["action"] for entry in shown["audit"]] == ["received", status]
        outcomes[status] += 1
    assert total(crm, "/api/customers") == 1
    tickets = crm.get(f"/api/customers/{customer_id}").json()["customer"]["tickets"]
    assert len(tickets) == outcomes["approved"] + outcomes["merged"]


def test_six_requests_of_one_person_make_one_customer(crm: Crm, admins: Admins):
    spellings = ("eva@example.com", "EVA@example.com", "Eva@Example.com", "eva@EXAMPLE.COM", "eVa@example.com")
    for number in range(ROUNDS // 5):
        emails = [f"{number}{spelling}" for spelling in (*spellings, "ｅva@example.com")]
        ids = [waiting(crm, registration(email)) for email in emails]
        responses = admins.decide([(f"{request_id}/approve", None) for request_id in ids])
        assert Counter(response.status_code for response in responses) == {200: 1, 409: 5}
        customer_id = next(one.json()["approval"]["customer_id"] for one in responses if one.status_code == 200)
        refusals = [response.json() for response in responses if response.status_code == 409]
        assert {(one["code"], one["customer_id"]) for one in refusals} == {("customer_exists", customer_id)}
        pending = [request_id for request_id in ids if detail(crm, request_id)["status"] == "pending"]
        assert len(pending) == 5
    assert total(crm, "/api/customers") == ROUNDS // 5


def test_one_webhook_sent_six_times_at_once_waits_once(crm: Crm):
    with ThreadPoolExecutor(6) as pool:
        for number in range(ROUNDS // 5):
            payload, headers = registration(f"new{number}@example.com"), {"webhook-id": f"evt-{uuid.uuid4()}"}

            def send(_: int, payload: Any = payload, headers: Any = headers) -> requests.Response:
                return crm.post("/webhooks/customer-registration", TOKEN, json=payload, headers=headers)

            responses = list(pool.map(send, range(6)))
            assert {response.status_code for response in responses} == {200}
            assert len({response.text for response in responses}) == 1
    assert total(crm, "/api/approvals") == ROUNDS // 5
