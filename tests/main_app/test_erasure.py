"""Who may not be erased yet, and that a refusal changes nothing."""

import pytest
from flask import Flask
from sqlalchemy import update

from main_app.auth.access import Caller
from main_app.auth.models import Role, User
from main_app.auth.profiles import change_profile
from main_app.auth.schemas import ProfileChange
from main_app.bookings.erasure import erase_person
from main_app.database import db
from main_app.journal.append import SYSTEM
from main_app.orders.models import Payment
from service_kit.database import write_connection
from service_kit.problems import Conflict, Problem
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.main_app.notified import deliver_to_systems, erase
from tests.main_app.orders import add_order, add_payment, add_refund, change_refund


def refusal(person: Caller) -> str | None:
    """The code with which erasing is refused; None if the person was erased."""
    deliver_to_systems()
    try:
        erase_person(SYSTEM, person.id)
    except Conflict as refused:
        db.session.rollback()
        assert db.session.get_one(User, person.id).name == person.name
        return refused.code
    return None


@pytest.mark.usefixtures("nothing_left")
def test_nobody_is_erased_while_money_is_on_its_way(priya: Caller, guest: Caller) -> None:
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (3900, 0))
        payment = add_payment(connection, order, state="open", captured_at=None, checkout={"email": guest.email})
    assert refusal(guest) == "money_open"
    with write_connection() as connection:
        paid = update(Payment).where(Payment.id == payment.id).values(state="captured", captured_at=payment.created_at)
        connection.execute(paid)
        refund = add_refund(connection, payment, 3900, reason="Alice is ill")
    assert refusal(guest) == "money_open"
    with write_connection() as connection:
        change_refund(connection, refund, state="processed")
    assert refusal(guest) is None
    with write_connection() as connection:
        kept = change_refund(connection, refund, attempt=1)
        checkout = connection.execute(db.select(Payment.checkout).where(Payment.id == payment.id)).scalar_one()
    assert (kept.amount_cents, kept.reason, checkout) == (3900, "", None)


def test_the_last_admin_is_not_erased_by_a_command() -> None:
    with application() as app, app.app_context():
        noor, omar = make_person("Noor", Role.ADMIN), make_person("Omar", Role.ADMIN)
        assert refusal(omar) is None
        assert refusal(noor) == "last_admin"


def test_an_erased_persons_open_page_brings_no_name_back(app: Flask, guest: Caller) -> None:
    erase(guest.id)
    with pytest.raises(Problem):
        change_profile(guest.id, ProfileChange(name="Alice"))
    db.session.rollback()
    assert db.session.get_one(User, guest.id).name == "Erased person"
