"""A person registers, waits in the CRM's approval queue, and is approved there."""

from collections.abc import Callable
from typing import Any

import requests

from tests.support.people import Person, register
from tests.support.services import Services, wait_until


def at_the_crm(services: Services, person: Person, method: str, path: str, body: Any = None) -> requests.Response:
    headers = {"Authorization": f"Bearer {person.token}"}
    return requests.request(method, services.real_crm_url + path, json=body, headers=headers, timeout=30)


def waiting(services: Services, admin: Person, email: str) -> list[dict[str, Any]]:
    response = at_the_crm(services, admin, "GET", f"/api/approvals?search={email}")
    assert response.status_code == 200, response.text
    return response.json()["approvals"]


def test_registering_asks_for_approval_by_itself(services: Services, admin: Person):
    email = "Rosa.Maria.Approvals@example.com"
    body = {"name": "Rosa  Maria Lima", "email": email, "password": "correct horse battery", "phone": "+351912345678"}
    user_id = requests.post(f"{services.main_url}/auth/register", json=body, timeout=30).json()["user"]["id"]
    wait_until(lambda: waiting(services, admin, email), 20, services.logs)
    (request,) = waiting(services, admin, email)
    shown = at_the_crm(services, admin, "GET", f"/api/approvals/{request['id']}").json()["approval"]
    registered_at = shown["payload"]["customer"].pop("registrationDate")
    assert shown["payload"] == {
        "customer": {
            "firstName": "Rosa",
            "lastName": "Maria Lima",
            "email": email.lower(),
            "phone": "+351912345678",
            "websiteUserId": f"samaya_user_{user_id}",
            "source": "samaya",
            "language": "en",
            "status": "pending_approval",
            "preferences": {},
        },
        "metadata": {"registrationSource": "website", "timestamp": registered_at},
    }
    approved = at_the_crm(services, admin, "POST", f"/api/approvals/{request['id']}/approve").json()["approval"]
    assert approved["decided_by"] == {"id": admin.id, "name": "Noor"}
    customer = at_the_crm(services, admin, "GET", f"/api/customers/{approved['customer_id']}").json()["customer"]
    assert (customer["name"], customer["website_user_id"]) == ("Rosa Maria Lima", f"samaya_user_{user_id}")


def test_only_admins_decide(services: Services, admin: Person, facilitator: Person, alice: Person):
    wait_until(lambda: waiting(services, admin, alice.email), 20, services.logs)
    path = f"/api/approvals/{waiting(services, admin, alice.email)[0]['id']}/approve"
    for someone in (alice, facilitator):
        assert at_the_crm(services, someone, "POST", path).status_code == 403
    assert at_the_crm(services, admin, "POST", path).status_code == 200


def test_a_limit_slows_our_worker_down_and_loses_nobody(start_services: Callable[..., Services]):
    limits = {"RATELIMIT_ENABLED": "true", "CRM_WEBHOOK_LIMIT": "2 per 3 seconds", "WEB_WORKERS": "1"}
    services = start_services(extra=limits)
    people = [register(services, f"Guest{number}") for number in range(6)]
    headers = {"Authorization": f"Bearer {services.token}"}

    def arrived() -> list[str]:
        response = requests.get(f"{services.real_crm_url}/api/approvals?per_page=100", headers=headers, timeout=30)
        return [request["email"] for request in response.json()["approvals"]]

    wait_until(lambda: len(arrived()) >= len(people), 60, services.logs)
    assert sorted(arrived()) == sorted(person.email for person in people), "each once"
    assert "429" in services.logs(200), "it was slowed down"
