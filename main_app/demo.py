"""Demo data, dated relative to today: `flask --app main_app demo load`. Never in production.

It is created by the same operations as real data, so the CRM is notified of it too.
"""

from datetime import datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

import click
from sqlalchemy import select

from main_app.auth.caller import Caller
from main_app.auth.models import Role, User
from main_app.auth.profiles import change_profile
from main_app.auth.registration import create_account
from main_app.auth.schemas import ProfileChange, Register
from main_app.bookings.operations import book_session, cancel_booking
from main_app.database import db
from main_app.demo_portraits import LOOKS, portrait_svg
from main_app.events.cover import Subject, cover_svg
from main_app.events.cover_png import draw
from main_app.events.operations import change_pictures, create_event
from main_app.events.queries import get_event
from main_app.events.schemas import (
    FULL_UNTIL_A_DAY_BEFORE,
    Kind,
    NewEvent,
    NewSession,
    PaymentTerms,
    ProgrammePart,
    RefundStep,
)
from main_app.orders.models import RefundKind
from main_app.payments.door import mark_paid
from main_app.payments.rows import lock_order, start_refund
from main_app.payments.settlement import settle, summary
from main_app.pictures.operations import upload_picture
from main_app.pictures.portraits import set_portrait
from main_app.pictures.schemas import PlacedPicture
from main_app.settings import settings
from main_app.studio.operations import change_studio
from main_app.studio.queries import studio_facts
from main_app.studio.schemas import StudioChange
from service_kit import clock
from service_kit.commands import DatabaseCommands
from service_kit.database import write_connection, write_transaction

RETREAT_LADDER = [RefundStep(days_before=14, percent=100), RefundStep(days_before=3, percent=50)]
PICTURE_WIDTH = 800  # pixels; larger ones would make the first start slower
PORTRAIT_WIDTH = 320
demo_commands = DatabaseCommands("demo", help="Data to try the product with.")


class Person(NamedTuple):
    username: str
    name: str
    role: Role
    zone: str
    biography: str = ""
    phone: str | None = None  # confirmed; reserved for fiction, so that no text reaches anybody


PEOPLE = (
    Person(
        "priya", "Dr. Priya Sharma", Role.FACILITATOR, "Asia/Kolkata",
        "Physician and yoga teacher. Twenty years of teaching slow, precise movement to bodies of every age, "
        "in Rishikesh and online.",
    ),
    Person(
        "arjun", "Arjun Patel", Role.FACILITATOR, "Europe/Lisbon",
        "Leads silent retreats on the Portuguese coast. A former architect, he builds days the way he built "
        "houses: few rooms, much light.",
    ),
    Person(
        "kavya", "Kavya Reddy", Role.FACILITATOR, "America/New_York",
        "Breathwork and coaching for people at a turning point. Warm, direct, and never in a hurry.",
    ),
    Person("admin", "Noor Haddad", Role.ADMIN, "Europe/Lisbon"),
    Person("asha", "Asha Verma", Role.USER, "Asia/Kolkata", phone="+12025550143"),
    Person("ben", "Ben Okafor", Role.USER, "Europe/London"),
    Person("clara", "Clara Moreau", Role.USER, "Europe/Paris"),
    Person("diego", "Diego Álvarez", Role.USER, "America/Mexico_City"),
    Person("emi", "Emi Tanaka", Role.USER, "Asia/Tokyo"),
)  # fmt: skip


# Without a name, which the owner's first steps ask for.
STUDIO = StudioChange(
    contact_email="hello@example.com",
    address="Rua do Sol 14\n1100-100 Lisbon",
    about=(
        "Three teachers, one calendar. We keep groups small, begin on time and leave room for quiet.\n\n"
        "- **Classes** every week, in Lisbon, Rishikesh and Brooklyn\n"
        "- **Workshops** and **coaching**, in person and online\n"
        "- **Retreats** by the sea and in the mountains\n\n"
        "New here? Every event's page says who it is for and what to bring. If you are unsure, write to us."
    ),
    review_above_cents=20000,
)


class DemoEvent(NamedTuple):
    """An event: `first_day` counts from today; its sessions are `days_between` days apart."""

    facilitator: str
    kind: Kind
    title: str
    description: str
    location: str
    zone: str
    first_day: int
    start: time
    minutes: int
    capacity: int
    cents: int
    currency: str
    session_count: int = 1
    days_between: int = 7
    booked_by: tuple[str, ...] = ()
    link: str | None = None  # of an online event
    arrive_minutes_early: int | None = None
    draft: bool = False
    paid_by: tuple[str, ...] = ()  # at the door, beforehand
    refunded_to: str = ""  # who paid, cancelled, and got the money back
    deposit_percent: int | None = None  # of sessions that are paid online
    weekday: int | None = None  # the first session is on the first such day from `first_day`; Monday is 0
    languages: tuple[str, ...] = ("en",)
    included: tuple[str, ...] = ()
    to_bring: tuple[str, ...] = ()
    programme: tuple[tuple[str, str], ...] = ()
    pictures: tuple[tuple[int, str], ...] = ()  # drawn as its cover would be at this hour; and what they show


EVENTS = (
    DemoEvent(
        "priya", Kind.CLASS, "Morning Hatha by the Ganges",
        "A slow, precise hour and a half on the terrace above the river. We begin seated, warm the spine and "
        "end in a long rest while the valley wakes up.",
        "Terrace, Tapovan, Rishikesh", "Asia/Kolkata", 2, time(6, 30), 90, 14, 0, "INR", 4, 2, ("asha", "emi"),
        arrive_minutes_early=10, languages=("hi", "en"), included=("Mats and blankets", "Ginger tea afterwards"),
        to_bring=("Warm clothes in layers", "An empty stomach"),
    ),
    DemoEvent(
        "priya", Kind.WORKSHOP, "Yoga for Backs That Sit All Day",
        "Three hours on what long sitting does and what undoes it. Half talk, half practice; you leave with "
        "a sequence of twelve minutes that fits between two meetings.",
        "Online", "Asia/Kolkata", 9, time(18, 0), 180, 40, 149900, "INR", 1, 7, ("ben", "clara", "asha"),
        link="https://meet.example.com/priya-backs", paid_by=("clara",),
    ),
    DemoEvent(
        "priya", Kind.RETREAT, "Five Days of Silence in the Himalayan Foothills",
        "Five days without phones, with two sittings a day, simple food and long walks under deodar trees. "
        "Suitable for first retreats: every evening there is a talk and room for one question.",
        "Anand Farm, Dehradun", "Asia/Kolkata", 34, time(16, 0), 3 * 24 * 60 + 18 * 60, 18, 3200000, "INR",
        1, 7, ("emi",), languages=("en", "hi"),
        included=("A single room", "Three simple meals a day", "Two sittings a day, and a talk every evening"),
        to_bring=("Shoes for long walks", "A torch", "A shawl for the early sittings"),
        programme=(
            ("Arrival", "Tea from four. The first sitting at six; phones are handed in before it."),
            ("Silent days", "Up at five. Sitting, breakfast, a walk under the deodars, rest, sitting, talk."),
            ("Departure", "The last sitting and breakfast in conversation. Cars to Dehradun at ten."),
        ),
    ),
    DemoEvent(
        "arjun", Kind.RETREAT, "Atlantic Weekend: Sit, Walk, Swim",
        "From Friday evening to Sunday lunch in a white house above the sea. Sitting before breakfast, the "
        "cliff path at noon, cold water for those who like it. For people who sit already and for those who "
        "always meant to.",
        "Casa da Maré, Ericeira", "Europe/Lisbon", 20, time(18, 0), 2 * 24 * 60 - 4 * 60, 12, 39000, "EUR",
        2, 28, ("ben", "clara", "emi"), weekday=4, paid_by=("ben",), refunded_to="emi",
        languages=("en", "pt"),
        included=("A bed in a twin room", "Vegetarian food from the garden", "Towels, cushions and mats"),
        to_bring=("Shoes for the cliff path", "Something to swim in", "A warm layer for the evenings"),
        programme=(
            ("Friday", "Arrival from five, soup, a first short sitting."),
            ("Saturday", "Sitting before breakfast, the cliff path at noon, a swim, questions at the fire."),
            ("Sunday", "A long morning in silence, lunch together, departure at two."),
        ),
        pictures=((7, "A drawing: trees on a hill at dawn"), (13, "The same at noon"), (18, "The same at dusk")),
    ),
    DemoEvent(
        "arjun", Kind.CLASS, "Evening Sit",
        "Forty minutes in silence, twenty of talk, tea. Beginners get a short introduction at the door.",
        "Rua do Sol 14, Lisbon", "Europe/Lisbon", 1, time(19, 30), 60, 16, 800, "EUR", 6, 7, ("clara",),
        languages=("en", "pt"), included=("Cushions and chairs", "Tea"),
    ),
    DemoEvent(
        "arjun", Kind.WORKSHOP, "Building a Practice That Lasts",
        "Why most habits end in February, and four small decisions that keep this one. For four people, so "
        "that everybody's plan is on the table.",
        "Rua do Sol 14, Lisbon", "Europe/Lisbon", 6, time(10, 0), 150, 4, 4500, "EUR", 1, 7,
        ("asha", "ben", "clara", "diego"),
    ),
    DemoEvent(
        "kavya", Kind.COACHING, "Turning Point: One Hour, One Question",
        "You bring a question you have carried for a while. We look at it slowly, from three sides, and you "
        "go home with the next step written down.",
        "Online", "America/New_York", 3, time(12, 0), 60, 1, 12000, "USD", 5, 2, ("diego",),
        link="https://meet.example.com/kavya-turning-point",
    ),
    DemoEvent(
        "kavya", Kind.CLASS, "Breathwork for the End of the Week",
        "An hour of guided breathing, lying down, with music. Not for pregnancy or heart conditions; ask if "
        "you are unsure.",
        "Prospect Loft, Brooklyn", "America/New_York", 5, time(18, 30), 60, 20, 2500, "USD", 3, 7,
        ("diego", "ben"), weekday=4,
    ),
    DemoEvent(
        "kavya", Kind.RETREAT, "Winter Light: Three Days Upstate",
        "A wooden house, snow if we are lucky, breath and rest. Saturday night ends at the fire.",
        "Hollow Pine Lodge, Catskills", "America/New_York", 48, time(15, 0), 24 * 60 + 20 * 60, 10,
        54000, "USD", 2, 28, ("clara",), weekday=4, deposit_percent=30,
    ),
    DemoEvent(
        "kavya", Kind.WORKSHOP, "Breath and Voice",
        "An afternoon with the singer Ana Ruiz on how breath carries sound.",
        "Prospect Loft, Brooklyn", "America/New_York", -12, time(14, 0), 180, 12, 6000, "USD", 1, 7,
        ("diego", "ben", "clara"),
    ),
    DemoEvent(
        "arjun", Kind.RETREAT, "Spring by the Sea: Six Quiet Days",
        "Still being planned: six days of sitting and walking when the cliffs are in flower.",
        "Casa da Maré, Ericeira", "Europe/Lisbon", 120, time(17, 0), 5 * 24 * 60 + 19 * 60, 12, 68000, "EUR",
        draft=True,
    ),
)  # fmt: skip


@demo_commands.command("load")
def load() -> None:
    """Load the demo accounts and events, unless they are there already."""
    if settings().in_production:
        raise click.ClickException("Demo accounts have published passwords, so they can't be created in production.")
    if db.session.scalar(select(User.id).where(User.username == PEOPLE[0].username)):
        click.echo("The demo data is already loaded.")
        return
    with write_transaction():
        people = {person.username: _create_person(person) for person in PEOPLE}
        for event in EVENTS:
            _create_event(event, people)
        if not studio_facts().about:
            change_studio(_caller(people["admin"]), STUDIO)
    click.echo(f"Loaded {len(PEOPLE)} demo accounts and {len(EVENTS)} events.")


def demo_accounts_exist() -> bool:
    """Whether accounts with the known demo passwords are in this database."""
    addresses = [f"{person.username}@example.com" for person in PEOPLE]
    return db.session.scalar(select(User.id).where(User.email.in_(addresses)).limit(1)) is not None


def _create_person(person: Person) -> User:
    details = Register(
        name=person.name,
        email=f"{person.username}@example.com",
        username=person.username,
        password=f"{person.username}-samaya" if person.role is Role.USER else f"{person.username}123",
        time_zone=person.zone,
        phone=person.phone,
    )
    user = create_account(details, person.role)  # without a check: demo passwords are short and published
    if person.phone:
        user.phone_confirmed_at = clock.now()
    if person.biography:
        change_profile(user.id, ProfileChange(biography=person.biography))
    if look := LOOKS.get(person.username):
        picture = upload_picture(_caller(user), draw(portrait_svg(look), PORTRAIT_WIDTH))
        set_portrait(_caller(user), PlacedPicture(id=picture.id, alt=f"A drawing of {person.name}"))
    return user


def _create_event(demo: DemoEvent, people: dict[str, User]) -> None:
    today = clock.now().astimezone(ZoneInfo(demo.zone)).date()
    first = today + timedelta(days=demo.first_day)
    if demo.weekday is not None:
        first += timedelta(days=(demo.weekday - first.weekday()) % 7)
    days = [first + timedelta(days=number * demo.days_between) for number in range(demo.session_count)]
    starts = [datetime.combine(day, demo.start, ZoneInfo(demo.zone)).astimezone(timezone.utc) for day in days]
    details = NewEvent(
        title=demo.title,
        kind=demo.kind,
        description=demo.description,
        location=demo.location,
        online=demo.link is not None,
        link=demo.link,
        arrive_minutes_early=demo.arrive_minutes_early,
        time_zone=demo.zone,
        refund_ladder=RETREAT_LADDER if demo.kind is Kind.RETREAT else FULL_UNTIL_A_DAY_BEFORE,
        languages=list(demo.languages),
        included=list(demo.included),
        to_bring=list(demo.to_bring),
        programme=[ProgrammePart(title=title, text=text) for title, text in demo.programme],
        draft=demo.draft,
        sessions=[_new_session(demo, number, start) for number, start in enumerate(starts)],
    )
    # An event in the past was created and booked before it took place.
    with clock.moved_to(min(clock.now(), starts[0] - timedelta(days=14))):
        event = create_event(_caller(people[demo.facilitator]), details)
        if demo.pictures:
            _add_pictures(_caller(people[demo.facilitator]), event.id, demo)
        first_session = get_event(event.id, _caller(people[demo.facilitator]))["sessions"][0]
        for name in demo.booked_by:
            booked = book_session(_caller(people[name]), first_session["id"])
            if name == "ben" and demo.kind is Kind.CLASS:
                cancel_booking(_caller(people[name]), booked.booking.id)
            if name in (*demo.paid_by, demo.refunded_to):
                _pay(_caller(people[demo.facilitator]), _caller(people[name]), booked.booking.id, demo)


def _add_pictures(host: Caller, event_id: int, demo: DemoEvent) -> None:
    placed = []
    for hour, alt in demo.pictures:
        drawing = cover_svg(Subject(demo.title, demo.kind.value, hour, clock.now().month))
        picture = upload_picture(host, draw(drawing, PICTURE_WIDTH))
        placed.append(PlacedPicture(id=picture.id, alt=alt))
    change_pictures(host, event_id, placed)


def _pay(host: Caller, guest: Caller, booking_id: int, demo: DemoEvent) -> None:
    """Mark a booking as paid. One that is refunded is cancelled, too."""
    order_id = mark_paid(host, booking_id, "transfer")
    if guest.email.startswith(f"{demo.refunded_to}@"):
        cancel_booking(guest, booking_id)
        with write_connection() as connection:
            money = lock_order(connection, order_id)
            before, [payment] = summary(money), money.captured
            start_refund(connection, money, payment, payment.amount_cents, RefundKind.MANUAL, "Ill", host.id)
            settle(connection, money, before)


def _caller(user: User) -> Caller:
    return Caller(user.id, user.role, user.name, user.email, sign_in_id="demo")


def _new_session(demo: DemoEvent, number: int, start: datetime) -> NewSession:
    # Nobody pays for the bookings of the demo, so what they are for is paid to the facilitator, as classes are.
    terms = None
    if demo.cents and (demo.kind is Kind.CLASS or (number == 0 and demo.booked_by)):
        terms = PaymentTerms.PAY_FACILITATOR.value
    elif demo.deposit_percent:
        terms = PaymentTerms.DEPOSIT.value
    return NewSession.model_validate(
        {
            "start_time": start.isoformat(),
            "end_time": (start + timedelta(minutes=demo.minutes)).isoformat(),
            "capacity": demo.capacity,
            "price_cents": demo.cents,
            "currency": demo.currency,
            "payment_terms": terms,
            "deposit_percent": demo.deposit_percent if terms == PaymentTerms.DEPOSIT.value else None,
        }
    )
