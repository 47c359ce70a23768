"""What Samaya relies on at every payment provider. Real libraries speak to stand-ins, and to the test bank itself."""

import dataclasses
import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from main_app.services import demo_bank, razorpay_payments, stripe_payments
from main_app.services.payment_provider import (
    BadSignature,
    CheckoutRequest,
    Provider,
    ProviderRefused,
    ProviderUnavailable,
    RefundState,
)
from service_kit import clock
from tests.main_app.bank import KEY
from tests.main_app.shops import NAMES, Shop, client_of, open_shop
from tests.support import razorpay_stand_in, stripe_stand_in
from tests.support.provider_stand_in import CUT, DOWN, HUGE, NO_JSON, TOO_MANY
from tests.support.vendor import Vendor

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

SECRETS = (
    stripe_stand_in.KEY,
    stripe_stand_in.WEBHOOK_SECRET,
    razorpay_stand_in.KEY_SECRET,
    razorpay_stand_in.WEBHOOK_SECRET,
    KEY,
    demo_bank.api_key(KEY),
)


@pytest.fixture(scope="module", params=NAMES)
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    with open_shop(request.param) as opened:
        yield opened


@pytest.fixture(params=NAMES)
def broken(request: pytest.FixtureRequest) -> Iterator[tuple[Provider, Vendor]]:
    """A client, and the server that it takes for its provider."""
    vendor = Vendor()
    try:
        yield client_of(request.param, vendor.url), vendor
    finally:
        vendor.close()


def refunds(shop: Shop, ref: str) -> list[tuple[int | None, int, str]]:
    return [(one.refund_id, one.amount_cents, one.state.value) for one in shop.client.snapshot(ref).refunds]


# Checkouts


def test_alice_opens_a_checkout_again_with_the_same_key_and_it_is_the_same(shop: Shop) -> None:
    request = shop.request()
    first = shop.client.create_checkout(request)
    again = shop.client.find_checkout(request) if shop.name == "razorpay" else shop.client.create_checkout(request)
    assert again == first
    snapshot = shop.client.snapshot(first.ref)
    assert (snapshot.state.value, snapshot.charges, snapshot.refunds) == ("open", (), ())


def test_alice_pays_and_the_snapshot_says_what(shop: Shop) -> None:
    _request, checkout, charge_ref = shop.paid()
    snapshot = shop.client.snapshot(checkout.ref)
    assert snapshot.state.value == "completed"
    (charge,) = snapshot.charges
    assert (charge.ref, charge.amount_cents, charge.currency, charge.state.value) == (
        charge_ref,
        3900,
        "INR",
        "captured",
    )


def test_alice_is_declined_and_the_checkout_stays_open(shop: Shop) -> None:
    request = shop.request()
    checkout = shop.client.create_checkout(request)
    shop.decline(request, checkout)
    snapshot = shop.client.snapshot(checkout.ref)
    assert (snapshot.state.value, [one.state.value for one in snapshot.charges]) == ("open", ["failed"])
    shop.pay(request, checkout)
    states = {one.state.value for one in shop.client.snapshot(checkout.ref).charges}
    assert states == {"failed", "captured"}


def test_a_checkout_whose_answer_was_lost_is_found_by_our_payment(shop: Shop) -> None:
    request = shop.request()
    assert shop.client.find_checkout(request) is None
    shop.lose_next_answer()
    with pytest.raises(ProviderUnavailable):
        shop.client.create_checkout(request)
    found = shop.client.find_checkout(request)
    assert found is not None
    later = dataclasses.replace(request, key=f"{request.key}-later", ends_at=request.ends_at + timedelta(minutes=2))
    assert shop.client.find_checkout(later) is None  # a restore gave the payment's id out again
    shop.pay(request, found)
    assert shop.client.snapshot(found.ref).state.value == "completed"


def test_a_key_with_another_amount_is_not_taken_for_a_refusal(shop: Shop) -> None:
    """Nobody knows then what the first use did."""
    _request, _checkout, charge_ref = shop.paid()
    shop.client.refund(charge_ref, 1000, "INR", 41, "refund-41-1")
    with pytest.raises(ProviderUnavailable):
        shop.client.refund(charge_ref, 1100, "INR", 41, "refund-41-1")


def test_an_expired_checkout_stays_expired_and_a_paid_one_paid(shop: Shop) -> None:
    request = shop.request()
    checkout = shop.client.create_checkout(request)
    shop.client.expire(checkout.ref)
    shop.client.expire(checkout.ref)
    state = shop.client.snapshot(checkout.ref).state.value
    assert state == ("open" if shop.name == "razorpay" else "expired")  # Razorpay can't
    _request, paid, _charge = shop.paid()
    shop.client.expire(paid.ref)
    assert shop.client.snapshot(paid.ref).state.value == "completed"


def test_a_checkout_that_nobody_knows_is_refused(shop: Shop) -> None:
    ref = {"demo": "co_" + "0" * 32, "stripe": "cs_test_unknown", "razorpay": "order_unknown"}[shop.name]
    with pytest.raises(ProviderRefused):
        shop.client.snapshot(ref)


# Amounts


@pytest.mark.parametrize("currency", ["EUR", "INR", "USD", "JPY", "KWD", "GBP", "ISK", "RSD"])
def test_the_minimum_is_taken_and_less_is_refused(shop: Shop, currency: str) -> None:
    least = shop.client.minimum_cents(currency)
    assert least >= 1
    checkout = shop.client.create_checkout(shop.request(least, currency))
    assert checkout.ref
    if (shop.name, currency) in (("stripe", "EUR"), ("razorpay", "INR"), ("demo", "EUR")):
        with pytest.raises(ProviderRefused):
            shop.client.create_checkout(shop.request(least - 1, currency))


@pytest.mark.parametrize(("currency", "cents"), [("JPY", 500), ("KWD", 1500), ("ISK", 700), ("RSD", 300), ("EUR", 999)])
def test_an_amount_comes_back_as_it_was_sent(shop: Shop, currency: str, cents: int) -> None:
    request = shop.request(cents, currency)
    checkout = shop.client.create_checkout(request)
    shop.pay(request, checkout)
    (charge,) = shop.client.snapshot(checkout.ref).charges
    assert (charge.amount_cents, charge.currency) == (cents, currency)


def test_three_decimals_end_in_a_zero_where_a_card_needs_it(shop: Shop) -> None:
    request = shop.request(1501, "KWD")
    if shop.name == "demo":
        assert shop.client.create_checkout(request).ref
        return
    with pytest.raises(ProviderRefused):
        shop.client.create_checkout(request)


def test_minimums_are_those_that_are_published() -> None:
    stripe, razorpay = client_of("stripe", ""), client_of("razorpay", "")
    stripe_minimums = {"EUR": 50, "USD": 50, "GBP": 30, "JPY": 50, "HUF": 17500, "AED": 200, "ISK": 1, "KWD": 500}
    assert {one: stripe.minimum_cents(one) for one in stripe_minimums} == stripe_minimums
    assert {one: razorpay.minimum_cents(one) for one in ("INR", "JPY", "KWD")} == {"INR": 100, "JPY": 1, "KWD": 1000}


# Refunds


def test_a_refund_is_sent_again_with_its_key_and_happens_once(shop: Shop) -> None:
    _request, checkout, charge_ref = shop.paid()
    shop.lose_next_answer()
    with pytest.raises(ProviderUnavailable):
        shop.client.refund(charge_ref, 1000, "INR", 51, "refund-51-1")
    assert refunds(shop, checkout.ref) == [(51, 1000, "processed")]
    shop.client.refund(charge_ref, 1000, "INR", 51, "refund-51-1")
    assert refunds(shop, checkout.ref) == [(51, 1000, "processed")]


def test_refunds_in_parts_never_give_back_more_than_was_paid(shop: Shop) -> None:
    _request, checkout, charge_ref = shop.paid()
    shop.client.refund(charge_ref, 1000, "INR", 61, "refund-61-1")
    shop.client.refund(charge_ref, 2000, "INR", 62, "refund-62-1")
    with pytest.raises(ProviderRefused):
        shop.client.refund(charge_ref, 901, "INR", 63, "refund-63-1")
    shop.client.refund(charge_ref, 900, "INR", 63, "refund-63-2")
    assert sorted(amount for _, amount, _ in refunds(shop, checkout.ref)) == [900, 1000, 2000]
    with pytest.raises(ProviderRefused):
        shop.client.refund(charge_ref, 100, "INR", 64, "refund-64-1")


def test_a_refund_fails_later_and_its_money_can_be_refunded_again(shop: Shop) -> None:
    request, checkout, charge_ref = shop.paid()
    shop.client.refund(charge_ref, shop.refund_that_fails, "INR", 71, "refund-71-1")
    shop.let_refunds_fail(request, charge_ref)
    assert refunds(shop, checkout.ref) == [(71, shop.refund_that_fails, "failed")]
    shop.client.refund(charge_ref, 3900, "INR", 71, "refund-71-2")
    assert (71, 3900, "processed") in refunds(shop, checkout.ref)


@pytest.mark.parametrize("guest_wins", [True, False])
def test_a_dispute_is_open_until_the_bank_decides(shop: Shop, guest_wins: bool) -> None:
    request, checkout, charge_ref = shop.paid()
    dispute_ref = shop.dispute(request, charge_ref)
    (dispute,) = shop.client.snapshot(checkout.ref).refunds
    assert (dispute.kind, dispute.amount_cents, dispute.charge_ref) == ("dispute", 3900, charge_ref)
    assert dispute.state == RefundState.INITIATED
    shop.decide(request, dispute_ref, guest_wins)
    (decided,) = shop.client.snapshot(checkout.ref).refunds
    assert decided.state == (RefundState.PROCESSED if guest_wins else RefundState.FAILED)


def test_charges_of_a_period_are_listed_with_what_came_back(shop: Shop) -> None:
    paid = [shop.paid() for _ in range(3)]
    shop.client.refund(paid[0][2], 1000, "INR", 81, "refund-81-1")
    declined = shop.request()
    shop.decline(declined, shop.client.create_checkout(declined))
    now = clock.now()
    listed = {one.ref: one for one in shop.client.list_charges(now - timedelta(hours=1), now + timedelta(minutes=1))}
    for request, checkout, charge_ref in paid:
        one = listed[charge_ref]
        assert (one.payment_id, one.amount_cents, one.currency) == (request.payment_id, 3900, "INR")
        assert one.checkout_ref in (None, checkout.ref)
        assert one.refunded_cents == (1000 if charge_ref == paid[0][2] else 0)
        assert abs(one.created_at - now) < timedelta(minutes=10)
    assert declined.payment_id not in {one.payment_id for one in listed.values()}
    hour = timedelta(hours=1)
    assert list(shop.client.list_charges(now - 3 * hour, now - 2 * hour)) == []


# Events


def test_an_event_names_the_payment_and_comes_the_same_each_time(shop: Shop) -> None:
    request, checkout, charge_ref = shop.paid()
    events = shop.events(request, 1)
    read = [shop.client.read_event(*event) for event in events]
    assert [shop.client.read_event(*event) for event in events] == read
    assert len({one.id for one in read}) == len(events)
    assert {one.payment_id for one in read} == {request.payment_id}
    assert {one.checkout_ref for one in read} <= {checkout.ref, None}
    assert charge_ref in {one.charge_ref for one in read}
    assert {one.checkout_ref or one.charge_ref for one in read} <= {checkout.ref, charge_ref}


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 3])
def test_an_event_of_another_time_is_refused(shop: Shop, minutes: int) -> None:
    request, _checkout, _charge = shop.paid()
    body = json.loads(shop.events(request, 1)[0][0])
    event = shop.signed(body, clock.now() + timedelta(minutes=minutes))
    if shop.name == "razorpay" and minutes == -6:
        assert shop.client.read_event(*event).payment_id == request.payment_id  # it sends them for a day
        return
    with pytest.raises(BadSignature):
        shop.client.read_event(*event)


def test_an_event_that_somebody_else_signed_or_changed_is_refused(shop: Shop) -> None:
    request, _checkout, _charge = shop.paid()
    body, headers = shop.events(request, 1)[0]
    wrong = [
        shop.signed(json.loads(body), clock.now(), secret="another-secret-of-somebody-else"),
        (body.replace(b"INR", b"EUR") + b" ", headers),
        (body, {}),
        (body, dict.fromkeys(headers, "")),
        (body, dict.fromkeys(headers, "é")),
        (body, {name: "0" + value for name, value in headers.items()}),
        (b"\xff\xfe", headers),
        (b"", headers),
    ]
    for event in wrong:
        with pytest.raises(BadSignature):
            shop.client.read_event(*event)


def test_an_event_of_an_unknown_kind_is_read_and_names_nothing(shop: Shop) -> None:
    unknown: dict[str, Any] = {
        "demo": {"id": "evt_1", "type": "moon.full", "data": {}},
        "stripe": {"id": "evt_1", "type": "moon.full", "livemode": False, "data": {"object": {"object": "moon"}}},
        "razorpay": {"event": "moon.full", "payload": {"moon": {"entity": {}}}, "created_at": 0},
    }[shop.name]
    read = shop.client.read_event(*shop.signed(unknown, clock.now()))
    assert (read.kind, read.checkout_ref, read.charge_ref, read.payment_id) == ("moon.full", None, None, None)


@pytest.mark.parametrize("nonsense", [{}, {"type": 1}, {"data": []}, {"event": [], "payload": 7, "created_at": "x"}])
def test_signed_nonsense_is_no_event(shop: Shop, nonsense: dict[str, Any]) -> None:
    with pytest.raises((ValueError, BadSignature)):
        shop.client.read_event(*shop.signed({"id": "evt_1"} | nonsense, clock.now()))


def test_without_its_secret_a_provider_takes_no_events() -> None:
    for name in ("stripe", "razorpay"):
        closed = client_of(name, "", webhook_secret="")
        assert not closed.accepts_events
        with pytest.raises(BadSignature):
            closed.read_event(b"{}", {"Stripe-Signature": "t=1,v1=0", "X-Razorpay-Signature": "0"})


# Failures


def calls(provider: Provider) -> list[Any]:
    now = clock.now()
    request = CheckoutRequest(1, 2, 3, 3900, "INR", "Sit", now, "https://a.example", "https://b.example", "payment-1")
    return [
        lambda: provider.create_checkout(request),
        lambda: provider.find_checkout(request),
        lambda: provider.snapshot("cs_1"),
        lambda: provider.refund("ch_1", 100, "INR", 7, "refund-7-1"),
        lambda: list(provider.list_charges(now - timedelta(hours=1), now)),
    ]


@pytest.mark.parametrize("status", [200, 301, 401, 403, 409, 429, 500, 502])
def test_an_answer_without_meaning_leaves_the_outcome_unknown(
    broken: tuple[Provider, Vendor], status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    provider, vendor = broken
    vendor.responses(status, b"<html>")
    for call in calls(provider):
        with pytest.raises(ProviderUnavailable):
            call()
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("content", [b"[]", b"7", b"null", b"{}", b"\xff", b'{"a":' * 2000])
def test_an_answer_of_another_shape_leaves_the_outcome_unknown(broken: tuple[Provider, Vendor], content: bytes) -> None:
    provider, vendor = broken
    vendor.responses(200, content)
    for call in calls(provider):
        with pytest.raises(ProviderUnavailable):
            call()


def test_a_provider_that_is_silent_or_away_leaves_the_outcome_unknown(
    broken: tuple[Provider, Vendor], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    provider, vendor = broken
    for module in (demo_bank, stripe_payments, razorpay_payments):
        monkeypatch.setattr(module, "DEADLINE", 0.3)
    vendor.responses(200, b"{" + b" " * 1000)
    vendor.seconds_per_byte = 0.1
    for call in calls(provider):
        with pytest.raises(ProviderUnavailable):
            call()
    vendor.close()
    for call in calls(provider):
        with pytest.raises(ProviderUnavailable):
            call()
    assert capfd.readouterr().out == ""  # a library would print what happened


@pytest.mark.parametrize("fault", [DOWN, CUT, TOO_MANY, NO_JSON, HUGE])
@pytest.mark.parametrize("name", ["stripe", "razorpay"])
def test_a_fault_of_the_provider_is_unknown_and_the_next_attempt_succeeds(name: str, fault: str) -> None:
    with open_shop(name) as shop:
        _request, checkout, charge_ref = shop.paid()
        shop.api.fault(fault)  # type: ignore[attr-defined]
        with pytest.raises(ProviderUnavailable):
            shop.client.refund(charge_ref, 1000, "INR", 91, "refund-91-1")
        shop.client.refund(charge_ref, 1000, "INR", 91, "refund-91-1")
        assert refunds(shop, checkout.ref) == [(91, 1000, "processed")]


def test_no_secret_is_in_a_log_an_error_or_what_is_shown_of_a_client(
    broken: tuple[Provider, Vendor], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    provider, vendor = broken
    shown = [repr(provider), str(provider)]
    with caplog.at_level(logging.DEBUG):
        for status in (200, 400, 401, 500):
            vendor.responses(status, {"error": {"message": "no", "code": "BAD_REQUEST_ERROR", "description": "no"}})
            for call in calls(provider):
                try:
                    call()
                except Exception as error:
                    shown += [repr(error), repr(error.__cause__), repr(error.__context__)]
        with suppress(BadSignature):
            provider.read_event(b"{}", {"Stripe-Signature": "t=1,v1=0", "X-Razorpay-Signature": "0"})
    output = capfd.readouterr()
    text = "\n".join([*shown, caplog.text, output.out, output.err])
    assert vendor.requests
    assert not [
        secret for secret in (*SECRETS, demo_bank.api_key("a-secret-for-tests-only-SECRET_KEY")) if secret in text
    ]


# Of one provider only


def test_stripe_money_that_is_still_on_its_way_is_awaited() -> None:
    with open_shop("stripe") as shop:
        for paid in (True, False):
            request = shop.request()
            checkout = shop.client.create_checkout(request)
            shop.api.pay(checkout.ref, "pending")  # type: ignore[attr-defined]
            snapshot = shop.client.snapshot(checkout.ref)
            assert (snapshot.state.value, snapshot.charges[0].state.value) == ("pending", "pending")
            shop.api.arrive(checkout.ref, paid)  # type: ignore[attr-defined]
            assert shop.client.snapshot(checkout.ref).state.value == ("completed" if paid else "failed")


def test_stripe_events_of_another_account_or_mode_are_refused() -> None:
    with open_shop("stripe") as shop:
        request, _checkout, _charge = shop.paid()
        body = json.loads(shop.events(request, 1)[0][0])
        for other in ({"account": "acct_other"}, {"livemode": True}):
            with pytest.raises(BadSignature):
                shop.client.read_event(*shop.signed(body | other, clock.now()))


def test_stripe_inquiries_take_no_money() -> None:
    with open_shop("stripe") as shop:
        _request, checkout, charge_ref = shop.paid()
        shop.api.dispute(charge_ref, "warning_needs_response")  # type: ignore[attr-defined]
        assert shop.client.snapshot(checkout.ref).refunds == ()


def test_razorpay_inquiries_take_no_money_and_what_is_authorized_is_awaited() -> None:
    with open_shop("razorpay") as shop:
        _request, checkout, charge_ref = shop.paid()
        shop.api.dispute(charge_ref, phase="retrieval")  # type: ignore[attr-defined]
        assert shop.client.snapshot(checkout.ref).refunds == ()
        awaited = shop.client.create_checkout(shop.request())
        shop.api.pay(awaited.ref, "authorized")  # type: ignore[attr-defined]
        assert shop.client.snapshot(awaited.ref).state.value == "pending"
        shop.api.arrive(awaited.ref, True)  # type: ignore[attr-defined]
        assert shop.client.snapshot(awaited.ref).state.value == "completed"


def test_razorpay_gets_what_its_modal_needs_and_nothing_secret() -> None:
    with open_shop("razorpay") as shop:
        page = shop.client.create_checkout(shop.request()).page
        assert isinstance(page, dict)
        assert set(page) == {"key_id", "order_id", "amount", "currency", "description"}


@pytest.mark.parametrize("name", ["stripe", "razorpay"])
def test_a_refund_at_the_dashboard_has_no_number_of_ours(name: str) -> None:
    with open_shop(name) as shop:
        _request, checkout, charge_ref = shop.paid()
        shop.api.refund_at_dashboard(charge_ref, 900)  # type: ignore[attr-defined]
        assert refunds(shop, checkout.ref) == [(None, 900, "processed")]


@pytest.mark.parametrize("name", ["stripe", "razorpay"])
def test_a_refund_that_is_pending_is_initiated(name: str) -> None:
    with open_shop(name) as shop:
        _request, checkout, charge_ref = shop.paid()
        shop.client.refund(charge_ref, 900, "INR", 95, "refund-95-1")
        shop.api.settle_refunds(charge_ref, "pending")  # type: ignore[attr-defined]
        assert refunds(shop, checkout.ref) == [(95, 900, "initiated")]


def test_more_charges_than_a_page_has_are_all_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe_payments, "PAGE_SIZE", 2)
    monkeypatch.setattr(razorpay_payments, "PAGE_SIZE", 2)
    monkeypatch.setattr("main_app.demo_bank.ledger.PAGE_SIZE", 2)
    now = clock.now()
    for name in NAMES:
        with open_shop(name) as shop:
            refs = {shop.paid()[2] for _ in range(5)}
            listed = list(shop.client.list_charges(now - timedelta(hours=1), now + timedelta(hours=1)))
            assert (len(listed), {one.ref for one in listed}) == (5, refs)


def test_the_same_request_sends_the_same_values(broken: tuple[Provider, Vendor]) -> None:
    """A key may be used again only with the same ones: no clock has a part in them."""
    provider, vendor = broken
    vendor.responses(500)
    request = dataclasses.replace(calls_request(), ends_at=clock.now())
    for moved in (timedelta(0), timedelta(hours=20)):
        with clock.moved_to(clock.now() + moved), pytest.raises(ProviderUnavailable):
            provider.create_checkout(request)
    first, second = (one["body"] for one in vendor.requests)
    assert first == second


def calls_request() -> CheckoutRequest:
    now = clock.now()
    return CheckoutRequest(1, 2, 3, 3900, "INR", "Sit", now, "https://a.example", "https://b.example", "payment-1")
