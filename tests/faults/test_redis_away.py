"""Redis, in which all processes count rate limits together, is stopped and started while people use both services."""

from collections import Counter
from collections.abc import Iterator

import pytest
import requests

from service_kit import shared_limits
from tests.support.people import Person, register_with_role
from tests.support.redis_server import RedisServer
from tests.support.services import Services, wait_until

NOTICED_WITHIN = 30.0
LIMIT = 120  # refreshes a minute from one address


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def services(redis: RedisServer) -> Iterator[Services]:
    with Services(extra={"RATELIMIT_ENABLED": "true", "RATELIMIT_STORAGE_URI": redis.url}) as running:
        yield running


@pytest.fixture(scope="module")
def admin(services: Services) -> Person:
    return register_with_role(services, "Noor", "admin")


def knock(services: Services, times: int) -> Counter[int]:
    """Mallory sends refresh cookies that she made up, each on a new connection, so that all processes are asked."""
    url, cookie = f"{services.main_url}/auth/refresh", {"refresh_token": "made-up"}
    return Counter(requests.post(url, cookies=cookie, timeout=20).status_code for _ in range(times))


def alerts(admin: Person) -> dict[str, str]:
    return {one["name"]: one["detail"] for one in admin.get("/api/crm/integration/alerts").json()["alerts"]}


def test_all_processes_count_together_and_alone_while_redis_is_away(
    services: Services, redis: RedisServer, admin: Person
) -> None:
    assert "limits_not_shared" not in alerts(admin)
    knocks = knock(services, LIMIT + LIMIT // 2)
    assert knocks == {401: LIMIT, 429: LIMIT // 2}, knocks

    redis.stop()
    knocks = knock(services, 2 * LIMIT + 2)
    assert knocks.keys() == {401, 429}, (knocks, services.logs())
    assert knocks[401] > LIMIT, "each process counts for itself"
    notification = {"booking_id": 1, "user": "Alice", "event": "Evening Sit", "facilitator_id": 1}
    headers = {"Authorization": f"Bearer {services.token}"}
    told = requests.post(f"{services.real_crm_url}/notify", json=notification, headers=headers, timeout=20)
    assert told.status_code == 200, "the CRM counts its senders too"
    wait_until(lambda: "RATELIMIT_STORAGE_URI" in alerts(admin).get("limits_not_shared", ""), NOTICED_WITHIN)
    assert admin.get("/api/crm/integration").json()["status"] == "degraded"

    redis.start()
    wait_until(lambda: "limits_not_shared" not in alerts(admin), NOTICED_WITHIN)

    def counted_together() -> bool:
        knock(services, 2)
        return "Redis is available again" in services.main.log.read_text()

    wait_until(counted_together, NOTICED_WITHIN, services.logs, every=shared_limits.PAUSE_SECONDS / 2)
