"""Rate limits: a sender in an endless loop is told to wait, in a form that the worker understands."""

from collections.abc import Callable

import pytest
import requests

from crm_microservice.settings import CrmSettings
from service_kit.settings import ConfigurationError
from tests.crm_microservice.service import TOKEN, Crm, booking, facilitator, person_token
from tests.support.approvals import REGISTRATION_PATH, REPAIR_PATH, registration, repair

pytestmark = pytest.mark.either_engine

LIMITED = [
    ("/notify", booking(1)),
    ("/notify/batch", {"notifications": []}),
    (REGISTRATION_PATH, registration()),
    (REPAIR_PATH, repair()),
]


@pytest.fixture
def crm(start_crm: Callable[..., Crm]) -> Crm:
    # One process, because each process counts on its own.
    return start_crm(
        WEB_WORKERS="1",
        CRM_NOTIFY_LIMIT="3 per hour",
        CRM_WEBHOOK_LIMIT="3 per hour",
        CRM_AUTH_TOKEN="the-old-service-token,the-new-service-token",
    )


def test_too_many_are_asked_to_wait_a_minute_at_most(crm: Crm):
    for path, body in LIMITED:
        responses = [crm.post(path, "the-old-service-token", json=body) for _ in range(5)]
        assert [response.status_code for response in responses] == [200, 200, 200, 429, 429]
        refused = responses[-1]
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.headers["Retry-After"] == "60", "the hour is not over, but Retry-After is at most a minute"
        assert refused.json()["status"] == 429 and refused.json()["error"]
        assert "Retry-After" not in responses[0].headers
        # Other senders are not affected, and wrong tokens are counted separately.
        assert crm.post(path, "the-new-service-token", json=body).status_code == 200
        guesses = [crm.post(path, f"guess-{number}", json=body).status_code for number in range(4)]
        assert guesses == [401, 401, 401, 429]


def test_a_short_limit_names_its_own_end(start_crm: Callable[..., Crm]):
    crm = start_crm(WEB_WORKERS="1", CRM_WEBHOOK_LIMIT="1 per 20 seconds")
    responses = [crm.post(REGISTRATION_PATH, json=registration()) for _ in range(2)]
    assert [response.status_code for response in responses] == [200, 429]
    # Retry-After is in whole seconds, rounded up, so that the limit has ended by then.
    assert 1 <= int(responses[1].headers["Retry-After"]) <= 21


def test_limits_can_be_switched_off(start_crm: Callable[..., Crm]):
    crm = start_crm(WEB_WORKERS="1", CRM_WEBHOOK_LIMIT="1 per hour", RATELIMIT_ENABLED="false")
    assert [crm.post(REGISTRATION_PATH, json=registration()).status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("name", ["CRM_NOTIFY_LIMIT", "CRM_WEBHOOK_LIMIT"])
def test_an_invalid_limit_is_refused_at_the_start(name: str):
    with pytest.raises(ConfigurationError, match=name):
        CrmSettings.load({name: "often"})


def test_a_person_who_makes_many_changes_is_asked_to_wait_and_others_are_not(start_crm: Callable[..., Crm]):
    crm = start_crm(WEB_WORKERS="1")
    priya, arjun = facilitator(101), facilitator(102)

    def read(facilitator_id: int, token: str) -> requests.Response:
        return crm.post(f"/api/facilitator/{facilitator_id}/read", token, json={"up_to": 0})

    assert crm.request("HEAD", "/api/facilitator/101/unread", priya).status_code == 200  # reads, so it does not count
    responses = [read(101, priya) for _ in range(121)]
    assert [response.status_code for response in responses] == [200] * 120 + [429]
    assert responses[-1].json()["code"] == "rate_limited" and int(responses[-1].headers["Retry-After"]) > 0
    assert read(101, facilitator(101)).status_code == 429  # her other device
    assert crm.get("/api/facilitator/101/unread", priya).status_code == 200
    assert read(102, arjun).status_code == 200
    assert {read(101, TOKEN).status_code for _ in range(121)} == {200}


def test_an_admin_who_makes_many_changes_is_asked_to_wait(start_crm: Callable[..., Crm]):
    crm = start_crm(WEB_WORKERS="1")
    noor = person_token(7, "admin")
    responses = [crm.post("/api/approvals/1/approve", noor).status_code for _ in range(121)]
    assert responses == [404] * 120 + [429]
    assert crm.get("/api/approvals", noor).status_code == 200
