"""The events, bookings and people that the pages show in the tests of every page."""

from datetime import datetime, timedelta, timezone
from typing import NamedTuple

import requests

from main_app.messages.kinds import REMINDER_24H
from main_app.messages.links import Purpose, signed
from tests.browser.every_page import ADMIN, FACILITATOR, GUEST
from tests.browser.mailbox_page import link_in, mail_to
from tests.support.approvals import REGISTRATION_PATH, registration
from tests.support.google_stand_in import CLIENT_ID, CLIENT_SECRET
from tests.support.people import PASSWORD, Person, register, register_with_role
from tests.support.pictures import uploaded
from tests.support.services import Services, wait_until

# Of services on which every part of the pages is seen. Nothing is asked of Google until somebody presses its button.
SETTINGS = {"GOOGLE_CLIENT_ID": CLIENT_ID, "GOOGLE_CLIENT_SECRET": CLIENT_SECRET}


class Texts(NamedTuple):
    """What the people of a scene wrote."""

    facilitator: str = "Priya"
    biography: str = "Teaches slow, precise movement."
    guest: str = "Asha"
    guest_email: str | None = None
    other_guest: str = "Ben"
    title: str = "Morning Hatha by the Ganges"
    description: str = (
        "Slow movement above the river. We begin seated and end in a long rest.\n\nMats and blankets are there."
    )
    location: str = "Terrace, Tapovan, Rishikesh"
    other_title: str = "Building a Practice That Lasts"


USUAL_TEXTS = Texts()


class Scene:
    """Ids for the addresses of pages, and the people who open them. Needs the development mailbox."""

    def __init__(self, services: Services, texts: Texts = USUAL_TEXTS):
        self.services = services
        facilitator = register_with_role(services, texts.facilitator, "facilitator")
        facilitator.request("PATCH", "/auth/profile", json={"biography": texts.biography})
        guest, other = register(services, texts.guest, texts.guest_email), register(services, texts.other_guest)
        # So that every page of hers shows the notice that asks for it.
        assert guest.request("PATCH", "/auth/profile", json={"phone": "+351912345678"}).ok
        self.people = {GUEST: guest, FACILITATOR: facilitator, ADMIN: register_with_role(services, "Noor", "admin")}
        soon = datetime.now(timezone.utc) + timedelta(days=1)
        event = facilitator.create_event(
            title=texts.title,
            kind="class",
            description=texts.description,
            location=texts.location,
            time_zone="Asia/Kolkata",
            start=soon,
            sessions=3,
            price_cents=49900,
            currency="INR",
        )
        alt = {"alt": "A terrace above the river"}
        place = {
            "pictures": [{"id": uploaded(facilitator, size=(900, 600 + number))["id"], **alt} for number in (0, 1)]
        }
        assert facilitator.request("PUT", f"/events/{event['id']}/pictures", json=place).ok
        portrait = {"portrait": {"id": uploaded(facilitator, size=(300, 400))["id"], **alt}}
        assert facilitator.request("PUT", "/auth/portrait", json=portrait).ok
        full = facilitator.create_event(title=texts.other_title, kind="workshop", capacity=1)
        first, second = (session["id"] for session in event["sessions"][:2])
        booking = book(guest, first)
        # Before the other booking, whose mails have the same title.
        mail = mail_to(self.people[ADMIN], guest, f"booked: {texts.title[:20]}")
        cancelled = book(guest, second)
        guest.cancel(cancelled)
        book(other, full["sessions"][0]["id"])
        at_the_door = book(other, first)
        assert facilitator.post(f"/bookings/{at_the_door}/paid", {"method": "cash"}).status_code == 200
        online = facilitator.create_event(
            title=texts.title, sessions=2, price_cents=3900, currency="EUR", payment_terms="pay_online", tax_rate=1900
        )
        paid, held = (book(guest, session["id"]) for session in online["sessions"])
        order = pay(guest, paid)
        give_back_a_part(facilitator, order)
        terms = {"price_cents": 30000, "currency": "EUR", "payment_terms": "deposit", "deposit_percent": 30}
        retreat = facilitator.create_event(title=texts.other_title, sessions=1, tax_rate=700, **terms)
        deposit = book(guest, retreat["sessions"][0]["id"])
        pay(guest, deposit)
        assert self.people[ADMIN].post("/api/money/check").status_code == 200
        request = ask_for_approval(services)
        wait_until(lambda: told(guest, booking) and told(guest, cancelled, 2), 30, lambda: "the CRM was not told")
        made = self.people[ADMIN].post("/api/admin/api-keys", {"name": "Website", "scopes": ["notifications:send"]})
        assert made.status_code == 201, made.text
        listed = {"address": "no.more.mails@example.com", "reason": "Asked by phone"}
        assert self.people[ADMIN].post("/api/admin/suppressions", listed).status_code == 201
        template = facilitator.post("/events/templates", {"event_id": event["id"]})
        assert template.status_code == 201, template.text
        self.numbers: dict[str, int | str] = {
            "event": event["id"],
            "template": template.json()["template"]["id"],
            "facilitator": facilitator.id,
            "session": first,
            "full_event": full["id"],
            "booking": booking,
            "cancelled_booking": cancelled,
            "paid_booking": paid,
            "held_booking": held,
            "deposit_event": retreat["id"],
            "deposit_booking": deposit,
            "order": order,
            "guest": guest.id,
            "request": request,
            "mail": mail["id"],
            "manage": link_in(mail, "manage"),
            "unsubscribe": f"/unsubscribe/{unsubscribe_token(services, guest)}",
        }


def ask_for_approval(services: Services) -> int:
    """A registration as another website sends it; its number in the queue."""
    response = requests.post(
        services.real_crm_url + REGISTRATION_PATH,
        json=registration("meera@example.com"),
        headers={"Authorization": f"Bearer {services.token}"},
        timeout=30,
    )
    assert response.status_code < 300, response.text
    return response.json()["request_id"]


def unsubscribe_token(services: Services, guest: Person) -> str:
    """As a reminder's mail has it, which comes 24 hours before a session."""
    expires = int((datetime.now(timezone.utc) + timedelta(days=1)).timestamp())
    key = services.main.environment["SECRET_KEY"]
    return signed(key, [Purpose.UNSUBSCRIBE.value, guest.id, REMINDER_24H, expires])


def book(person: Person, session_id: int) -> int:
    return person.book(session_id).json()["booking"]["id"]


def pay(person: Person, booking: int) -> int:
    """Pay a held booking with the demo bank; the number of its order."""
    opened = person.post(f"/bookings/{booking}/payment").json()
    page = person.services.main_url + opened["checkout"]
    assert requests.post(page, {"action": "pay"}, allow_redirects=False, timeout=30).status_code == 303
    wait_until(lambda: person.get(f"/bookings/{booking}").json()["booking"]["status"] == "booked", 30)
    return opened["order_id"]


def give_back_a_part(facilitator: Person, order: int) -> None:
    assert facilitator.post("/auth/confirm", {"password": PASSWORD}).status_code == 204
    refund = {"amount_cents": 900, "reason": "The heating was off"}
    assert facilitator.post(f"/orders/{order}/refunds", refund).status_code == 201


def told(person: Person, booking: int, version: int = 1) -> bool:
    steps = person.get(f"/bookings/{booking}/timeline").json()["timeline"]
    return any(step["kind"] == "stored" and step["version"] == version for step in steps)
