"""The test bank: Alice pays on its page, and whatever can go wrong with a payment happens at the press of a button."""

import dataclasses
import itertools
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests

from main_app.services.payment_provider import Charge, CheckoutRequest, ProviderRefused, ProviderUnavailable, Snapshot
from main_app.settings import MainSettings
from service_kit import clock
from service_kit.settings import ConfigurationError
from tests.main_app.application import PRODUCTION, application
from tests.main_app.bank import KEY, Bank, running_bank

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def bank() -> Iterator[Bank]:
    with running_bank() as running:
        yield running


def order(ends_in: timedelta = timedelta(minutes=31), amount_cents: int = 3900) -> CheckoutRequest:
    number = next(numbers)
    return CheckoutRequest(
        payment_id=number,
        order_id=number,
        booking_id=number,
        amount_cents=amount_cents,
        currency="EUR",
        description="Evening Sit <b>with Priya</b>",
        ends_at=clock.now() + ends_in,
        success_url="https://samaya.example/my-bookings/7?paid=1",
        cancel_url="https://samaya.example/my-bookings/7",
        key=f"payment-{number}",
    )


def page(bank: Bank, request: CheckoutRequest) -> requests.Response:
    return requests.get(f"{bank.url}/demo-bank/{request.order_id}", timeout=10)


def after(bank: Bank, request: CheckoutRequest, *actions: str) -> Snapshot:
    """The checkout after these buttons were pressed."""
    checkout = bank.client.create_checkout(request)
    for action in actions:
        assert bank.press(request.order_id, action).status_code == 303
    return bank.client.snapshot(checkout.ref)


def charges(snapshot: Snapshot) -> list[str]:
    return [charge.state.value for charge in snapshot.charges]


def kinds(bank: Bank, request: CheckoutRequest, count: int) -> list[str]:
    return [bank.client.read_event(*event).kind for event in bank.events(request.payment_id, count)]


def test_alice_reads_on_the_page_that_it_is_a_test_and_what_she_pays(bank: Bank) -> None:
    request = order()
    checkout = bank.client.create_checkout(request)
    assert checkout.page == f"/demo-bank/{request.order_id}"
    shown = page(bank, request)
    assert shown.status_code == 200
    assert "This is a test bank. No money moves." in shown.text
    assert "€39.00" in shown.text
    assert "Evening Sit &lt;b&gt;with Priya&lt;/b&gt;" in shown.text
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' https://samaya.example;" in policy
    assert "unsafe" not in policy


def test_alice_pays_is_led_back_and_the_merchant_is_told(bank: Bank) -> None:
    request = order()
    checkout = bank.client.create_checkout(request)
    pressed = bank.press(request.order_id, "pay")
    assert (pressed.status_code, pressed.headers["Location"]) == (303, request.success_url)
    snapshot = bank.client.snapshot(checkout.ref)
    assert (snapshot.state.value, charges(snapshot)) == ("completed", ["captured"])
    ((body, headers),) = bank.events(request.payment_id, 1)
    event = bank.client.read_event(body, headers)
    assert (event.kind, event.checkout_ref) == ("charge.captured", checkout.ref)
    assert (event.payment_id, event.charge_ref) == (request.payment_id, snapshot.charges[0].ref)


def test_alice_presses_pay_again_and_pays_once(bank: Bank) -> None:
    assert charges(after(bank, order(), "pay", "pay", "lose_answer")) == ["captured"]


def test_alice_is_declined_led_back_and_pays_at_the_second_attempt(bank: Bank) -> None:
    request = order()
    bank.client.create_checkout(request)
    assert bank.press(request.order_id, "decline").headers["Location"] == request.cancel_url + "?declined=1"
    assert "declined" in page(bank, request).text
    snapshot = after(bank, request, "pay")
    assert (snapshot.state.value, charges(snapshot)) == ("completed", ["failed", "captured"])
    assert kinds(bank, request, 2) == ["charge.failed", "charge.captured"]


def test_alice_pays_twice(bank: Bank) -> None:
    snapshot = after(bank, order(), "pay_twice")
    assert charges(snapshot) == ["captured", "captured"]
    assert len({charge.ref for charge in snapshot.charges}) == 2


@pytest.mark.parametrize(
    ("ends_in", "told"),
    [(timedelta(minutes=31), ["checkout.expired", "charge.captured"]), (timedelta(minutes=-1), ["charge.captured"])],
)
def test_alice_pays_too_late(bank: Bank, ends_in: timedelta, told: list[str]) -> None:
    request = order(ends_in)
    snapshot = after(bank, request, "pay_late", "pay_late")
    assert (snapshot.state.value, charges(snapshot)) == ("expired", ["captured"])
    assert kinds(bank, request, len(told)) == told


def test_alice_cannot_pay_in_time_when_the_time_is_over(bank: Bank) -> None:
    request = order(timedelta(minutes=-1))
    checkout = bank.client.create_checkout(request)
    assert 'value="pay"' not in page(bank, request).text
    assert bank.press(request.order_id, "pay").status_code == 409
    assert bank.client.snapshot(checkout.ref).charges == ()


def test_nobody_is_told_of_a_lost_answer_and_the_second_question_finds_it(bank: Bank) -> None:
    request = order()
    checkout = bank.client.create_checkout(request)
    assert bank.press(request.order_id, "lose_answer").headers["Location"] == request.success_url
    with pytest.raises(ProviderUnavailable):
        bank.client.snapshot(checkout.ref)
    assert charges(bank.client.snapshot(checkout.ref)) == ["captured"]
    later = order()
    after(bank, later, "pay")
    bank.events(later.payment_id, 1)
    assert bank.events(request.payment_id, 0) == []


@pytest.mark.parametrize(("decision", "state"), [("lose_dispute", "processed"), ("win_dispute", "failed")])
def test_alice_disputes_and_the_bank_decides(bank: Bank, decision: str, state: str) -> None:
    request = order()
    (dispute,) = after(bank, request, "pay", "dispute").refunds
    assert (dispute.kind, dispute.state.value, dispute.amount_cents, dispute.refund_id) == (
        "dispute",
        "initiated",
        3900,
        None,
    )
    (decided,) = after(bank, request, decision).refunds
    assert (decided.ref, decided.state.value) == (dispute.ref, state)
    assert kinds(bank, request, 3) == ["charge.captured", "dispute.initiated", f"dispute.{state}"]


def test_an_amount_that_ends_in_13_comes_back_and_fails_two_seconds_later(bank: Bank) -> None:
    request = order()
    charge: Charge = after(bank, request, "pay").charges[0]
    bank.client.refund(charge.ref, 1313, "EUR", 5, "refund-5-1")
    ref = bank.client.create_checkout(request).ref
    assert [one.state.value for one in bank.client.snapshot(ref).refunds] == ["initiated"]
    assert kinds(bank, request, 2)[-1] == "refund.failed"
    assert [one.state.value for one in bank.client.snapshot(ref).refunds] == ["failed"]
    bank.client.refund(charge.ref, 3900, "EUR", 5, "refund-5-2")  # nothing of the charge was used up


def test_the_newest_open_checkout_of_an_order_is_on_its_page(bank: Bank) -> None:
    first = order()
    second = dataclasses.replace(order(), order_id=first.order_id, description="The second one")
    bank.client.create_checkout(first)
    newer = bank.client.create_checkout(second)
    assert "The second one" in page(bank, first).text
    bank.client.expire(newer.ref)
    assert "Evening Sit" in page(bank, first).text
    assert bank.client.snapshot(newer.ref).state.value == "expired"


def test_events_come_again_until_the_merchant_takes_them(bank: Bank) -> None:
    request = order()
    bank.receiver.responses(503)
    after(bank, request, "pay")
    bank.events(request.payment_id, 1)
    bank.receiver.responses(200)
    first, second = bank.events(request.payment_id, 2)
    assert first[0] == second[0]
    assert bank.client.read_event(*first).id == bank.client.read_event(*second).id


def test_nobody_pays_at_an_order_that_the_bank_does_not_know(bank: Bank) -> None:
    for response in (requests.get(f"{bank.url}/demo-bank/999999", timeout=10), bank.press(999999, "pay")):
        assert response.status_code == 404
        assert "Nothing to pay here" in response.text


@pytest.mark.parametrize("form", [{}, {"action": "steal"}, {"action": "pay", "amount": "1"}, {"action": "x" * 5000}])
def test_a_form_that_the_page_does_not_have_changes_nothing(bank: Bank, form: dict[str, str]) -> None:
    request = order()
    checkout = bank.client.create_checkout(request)
    sent = requests.post(f"{bank.url}/demo-bank/{request.order_id}", data=form, timeout=10)
    assert sent.status_code in (400, 413)
    assert bank.client.snapshot(checkout.ref).charges == ()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/checkouts"),
        ("GET", "/checkouts?payment_id=1"),
        ("GET", "/checkouts/co_1"),
        ("POST", "/checkouts/co_1/expire"),
        ("POST", "/refunds"),
        ("GET", "/charges"),
    ],
)
@pytest.mark.parametrize("token", ["", "Bearer wrong", "Bearer é", "Basic x"])
def test_only_who_has_its_key_may_use_its_api(bank: Bank, method: str, path: str, token: str) -> None:
    headers = {"Authorization": token.encode()} if token else {}
    response = requests.request(method, f"{bank.url}/demo-bank/api{path}", headers=headers, timeout=10)
    assert response.status_code == 401


@pytest.mark.parametrize(
    "changed",
    [{"amount_cents": 0}, {"amount_cents": -1}, {"currency": "eur"}, {"success_url": "javascript:alert(1)"}],
)
def test_the_bank_refuses_a_checkout_that_makes_no_sense(bank: Bank, changed: dict[str, str]) -> None:
    with pytest.raises(ProviderRefused):
        bank.client.create_checkout(dataclasses.replace(order(), **changed))


def test_there_is_no_test_bank_where_real_money_is_taken() -> None:
    assert MainSettings.load({"DEMO_BANK": ""}).demo_bank
    assert not MainSettings.load({"STRIPE_SECRET_KEY": "sk_test_1"}).demo_bank
    assert not MainSettings.load({"RAZORPAY_KEY_ID": "rzp_test_1"}).demo_bank
    with application(migrated=False, DEMO_BANK="false") as app:
        client = app.test_client()
        assert client.get("/demo-bank/1").status_code == 404
        assert client.post("/demo-bank/1", data={"action": "pay"}).status_code == 404
        assert client.get("/demo-bank/api/charges").status_code == 404


def test_production_refuses_the_test_bank_unless_it_is_allowed(tmp_path: object) -> None:
    secrets = {name: f"a-secret-for-tests-only-{name}" for name in ("SECRET_KEY", "JWT_SECRET_KEY", "CRM_AUTH_TOKEN")}
    production = PRODUCTION | secrets | {"CRM_BASE_URL": "https://crm.example", "DATA_DIR": tmp_path}
    assert not MainSettings.load(production).demo_bank
    with pytest.raises(ConfigurationError, match=re.escape("DEMO_BANK must be off")):
        MainSettings.load(production | {"DEMO_BANK": "true"})
    assert MainSettings.load(production | {"DEMO_BANK": "true", "DEMO_BANK_IN_PRODUCTION": "true"}).demo_bank


def test_no_key_of_the_bank_is_in_what_is_shown_of_its_client(bank: Bank) -> None:
    assert KEY not in repr(bank.client)
