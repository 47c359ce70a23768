"""The approval queue in a browser: decide one request, decide many, see who was first."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor
from tests.support.approvals import REGISTRATION_PATH, REPAIR_PATH, registration, repair
from tests.support.people import Person, register_with_role
from tests.support.services import Services

Sent = Callable[..., str]


@pytest.fixture
def family() -> str:
    """A name that nobody else in the queue has."""
    return f"Doe{uuid.uuid4().hex[:8]}"


@pytest.fixture
def customer(services: Services, family: str) -> Sent:
    """Sends a registration of one of the family, as another website would; returns the address."""

    def send(first: str, email: str = "") -> str:
        address = email or f"{first.lower()}@{family.lower()}.example.com"
        post(services, REGISTRATION_PATH, registration(address, firstName=first, lastName=family))
        return address

    return send


def test_a_customer_is_approved_and_another_declined_with_a_reason(
    open_browser: Callable[..., Visitor], admin: Person, customer: Sent, family: str
) -> None:
    jane, john = customer("Jane"), customer("John")
    noor = open_browser()
    page = noor.sign_in(admin, to=f"/admin/approvals?search={family}")
    expect(openers(page)).to_have_count(2)
    open_request(page, jane)
    expect(detail(page)).to_contain_text("rev_user_123")
    detail(page).get_by_role("button", name="Approve").click()
    noor.sees(f"Jane {family} was approved.")
    expect(openers(page)).to_have_count(1)
    assert customers(noor.services, family) == [jane]

    open_request(page, john)
    detail(page).get_by_role("button", name="Decline").click()
    dialog = page.get_by_role("dialog", name="Decline 1 request?")
    dialog.get_by_role("button", name="Decline").click()
    expect(dialog).to_contain_text("Enter a reason.")
    dialog.get_by_label("Reason").fill("Asked us by telephone to forget it.")
    dialog.get_by_role("button", name="Decline").click()
    noor.sees(f"John {family} was declined.")
    noor.sees("No matches")
    assert customers(noor.services, family) == [jane]

    page.goto(f"/admin/approvals?show=history&search={family}")
    expect(openers(page)).to_have_count(2)
    expect(openers(page).first).to_contain_text("Declined")
    open_request(page, john)
    expect(detail(page)).to_contain_text(re.compile(f"Declined by {admin.name}.*Asked us by telephone"))
    audit = detail(page).get_by_role("region", name="History")
    expect(audit.get_by_role("listitem")).to_have_count(2)
    expect(audit).to_contain_text(f"Declined by {admin.name}")


def test_a_known_address_is_merged_and_a_repair_goes_to_its_customer(
    open_browser: Callable[..., Visitor], admin: Person, services: Services, customer: Sent, family: str
) -> None:
    address = customer("Jane")
    noor = open_browser()
    page = noor.sign_in(admin, to=f"/admin/approvals?search={family}")
    open_request(page, address)
    detail(page).get_by_role("button", name="Approve").click()
    noor.sees("was approved.")
    customer("Janet", address.upper())
    ticket = f"REV-{uuid.uuid4().hex[:10]}"
    body = repair(address, ticket, lastName=family)
    post(services, REPAIR_PATH, body)
    expect(openers(page)).to_have_count(2)
    expect(openers(page).filter(has_text="Existing customer")).to_have_count(2)
    open_request(page, f"Janet {family}")
    expect(detail(page)).to_contain_text(f"There's already a customer with this e-mail: Jane {family}")
    expect(detail(page).get_by_role("button", name="Approve")).to_have_count(0)
    detail(page).get_by_role("button", name=f"Merge with Jane {family}").click()
    noor.sees(f"Janet {family} was merged.")
    open_request(page, ticket)
    detail(page).get_by_role("button", name="Approve").click()
    expect(detail(page)).to_contain_text(f"Ticket {ticket}, open")
    assert len(customers(services, family)) == 1


def test_who_comes_second_hears_who_was_first(
    open_browser: Callable[..., Visitor], services: Services, admin: Person, customer: Sent, family: str
) -> None:
    address = customer("Jane")
    rival = register_with_role(services, "Salma", "admin")
    first, second = open_browser(), open_browser(may_fail=["/api/approvals"])
    path = f"/admin/approvals?search={family}"
    pages = [first.sign_in(rival, to=path), second.sign_in(admin, to=path)]
    for page in pages:
        open_request(page, address)
        expect(detail(page).get_by_role("button", name="Approve")).to_be_visible()
    detail(pages[0]).get_by_role("button", name="Approve").click()
    first.sees("was approved.")
    detail(pages[1]).get_by_role("button", name="Approve").click()
    second.sees(re.compile("^Salma has already decided: approved, "))
    expect(detail(pages[1])).to_contain_text("Approved by Salma")
    expect(detail(pages[1]).get_by_role("button", name="Approve")).to_have_count(0)


def test_many_are_decided_at_once_by_the_keyboard_alone(
    open_browser: Callable[..., Visitor], admin: Person, customer: Sent, family: str
) -> None:
    addresses = [customer(first) for first in ("Ann", "Bea", "Cleo")]
    twin = customer("Cleo", addresses[2].replace("cleo", "CLEO"))
    noor = open_browser()
    page = noor.sign_in(admin, to=f"/admin/approvals?search={family}")
    expect(openers(page)).to_have_count(4)
    openers(page).first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(openers(page).nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(detail(page).get_by_role("heading", name=f"Bea {family}")).to_be_focused()
    page.get_by_label("Select all on this page").focus()
    page.keyboard.press("Space")
    noor.sees("4 selected")
    page.get_by_role("button", name="Approve 4").focus()
    page.keyboard.press("Enter")
    noor.sees("3 approved.")
    noor.sees("1 could not be decided:")
    noor.sees("A customer with this e-mail address already exists.")
    expect(openers(page)).to_have_count(1)
    expect(openers(page)).to_contain_text(twin)
    noor.sees("1 selected")
    assert sorted(customers(noor.services, family)) == sorted(addresses)


def post(services: Services, path: str, body: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {services.token}"}
    response = requests.post(services.real_crm_url + path, json=body, headers=headers, timeout=30)
    assert response.status_code == 200, response.text


def customers(services: Services, family: str) -> list[str]:
    """The addresses of the CRM's customers of that name."""
    headers = {"Authorization": f"Bearer {services.token}"}
    response = requests.get(
        f"{services.real_crm_url}/api/customers", params={"search": family}, headers=headers, timeout=30
    )
    return [found["email"] for found in response.json()["customers"]]


def openers(page: Page) -> Locator:
    return page.locator("[data-opener]")


def detail(page: Page) -> Locator:
    return page.get_by_role("region", name="Request")


def open_request(page: Page, known_by: str) -> None:
    openers(page).filter(has_text=known_by).click()
