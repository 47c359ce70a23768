"""Settings of messages in a browser: unsubscribing by a link, team channels, and API keys."""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import requests
from playwright.sync_api import Page, expect

from main_app.messages.links import signed
from tests.browser.mailbox_page import link_in, mail_to
from tests.browser.visitor import Visitor
from tests.support.people import PASSWORD, Person, confirm_address
from tests.support.services import Services, wait_until

WEBHOOK = "https://hooks.slack.com/services/T000/B000/front-desk"
# The documented payload, as another booking system sends it.
OUTSIDE_BOOKING = {
    "booking_id": "4711",
    "user_id": "12",
    "customer_name": "John Doe",
    "customer_email": "john@example.com",
    "barbershop_name": "Mike's Barbershop",
    "service_name": "Haircut",
    "appointment_date": "2024-01-15T14:00:00Z",
}


def almost_a_day_ahead() -> datetime:
    """The start of a session whose early reminder is due in a moment: who books later than that gets none."""
    return datetime.now(timezone.utc) + timedelta(hours=24, seconds=10)


def reminders_by_mail(page: Page) -> Any:
    reminder = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Early reminder"))
    return reminder.get_by_role("listitem").filter(has_text="E-mail")


def test_asha_unsubscribes_by_the_link_in_a_reminder_and_is_not_reminded_by_mail_again(
    open_here: Callable[..., Visitor], noor: Person, priya: Person, asha: Person, fresh_title: Callable[[str], str]
) -> None:
    confirm_address(asha)
    title = fresh_title("Dawn Sit")
    # The reminder for the first session is due at once, the one for the second tomorrow.
    event = priya.create_event(title=title, start=almost_a_day_ahead(), sessions=2)
    bookings = [asha.book(session["id"]).json()["booking"]["id"] for session in event["sessions"]]
    reminder = mail_to(noor, asha, f"Coming up: {title}")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in reminder["source"]

    visitor = open_here()
    page = visitor.go(link_in(reminder, "unsubscribe"))
    expect(page.get_by_role("heading", name="Stop these e-mails?")).to_be_visible()
    assert wants_reminders(asha), "opening the link changes nothing: mail scanners open it too"
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You're unsubscribed")).to_be_visible()

    page.get_by_role("link", name="See all message settings").click()
    visitor.fill_sign_in(asha.email)
    page.get_by_text("Choose for each message").click()
    expect(page.get_by_role("checkbox", name="Early reminder: E-mail")).not_to_be_checked()
    page.goto(f"/my-bookings/{bookings[0]}")
    page.get_by_role("heading", name="Messages").click()
    expect(reminders_by_mail(page)).to_contain_text("Sent")
    page.goto(f"/my-bookings/{bookings[1]}")
    page.get_by_role("heading", name="Messages").click()
    expect(reminders_by_mail(page)).to_contain_text("Turned off in the settings.")


def test_a_mail_program_unsubscribes_with_one_request(
    noor: Person, priya: Person, asha: Person, fresh_title: Callable[[str], str]
) -> None:
    confirm_address(asha)
    title = fresh_title("Dusk Sit")
    event = priya.create_event(title=title, start=almost_a_day_ahead())
    asha.book(event["sessions"][0]["id"])
    reminder = mail_to(noor, asha, f"Coming up: {title}")
    header = re.search(r"^List-Unsubscribe: <(\S+)>\r?$", reminder["source"], re.MULTILINE)
    assert header, reminder["source"]
    # RFC 8058: a form, without a cookie and without signing in.
    response = requests.post(header[1], data={"List-Unsubscribe": "One-Click"}, timeout=30)
    assert response.status_code == 200, response.text
    assert not wants_reminders(asha)


def wants_reminders(person: Person) -> bool:
    choices = person.get("/notifications/preferences").json()["choices"]
    return next(one["enabled"] for one in choices if (one["kind"], one["channel"]) == ("reminder_24h", "email"))


def test_priya_adds_her_teams_slack_and_sees_the_test_and_a_booking_there(
    open_here: Callable[..., Visitor], noor: Person, priya: Person, asha: Person, session_id: int
) -> None:
    page = open_here(may_fail=["/team-channels"]).sign_in(priya, to="/facilitator/channels")
    page.get_by_label("Name").fill("Front desk")
    page.get_by_label("Webhook address").fill("https://10.0.0.7/services/inside")
    page.get_by_role("button", name="Add channel").click()
    expect(page.get_by_text("Give the address of an incoming webhook")).to_be_visible()
    page.get_by_label("Webhook address").fill(WEBHOOK)
    page.get_by_role("button", name="Add channel").click()
    expect(page.get_by_role("heading", name="Front desk")).to_be_visible()
    assert WEBHOOK not in page.content(), "the address is a secret: its end is enough to know it by"
    page.get_by_role("button", name="Send a test to Front desk").click()
    expect(page.get_by_text("A test message is on its way to Front desk.")).to_be_visible()

    wait_until(lambda: len(posted_to(noor, WEBHOOK)) == 1, 30)
    assert asha.book(session_id).status_code == 201
    wait_until(lambda: len(posted_to(noor, WEBHOOK)) == 2, 30)
    mailbox = open_here().sign_in(noor, to="/mailbox?channel=slack")
    mailbox.get_by_role("button").filter(has_text="New booking: Asha, Sunrise Sit").click()
    expect(mailbox.get_by_role("article")).to_contain_text(f"/facilitator/sessions/{session_id}")

    page.get_by_role("button", name="Remove Front desk").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No team channels yet")).to_be_visible()


def posted_to(admin: Person, webhook: str) -> list[dict[str, Any]]:
    messages = admin.get("/api/mailbox?channel=slack&per_page=50").json()["messages"]
    return [message for message in messages if message["to"] == webhook]


def test_noor_makes_a_key_that_is_shown_once_works_and_is_revoked(
    open_here: Callable[..., Visitor], posted: Services, noor: Person, fresh_title: Callable[[str], str]
) -> None:
    name = fresh_title("Barbershop")
    page = open_here().sign_in(noor, to="/admin/api-keys")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Create key").click()
    key = page.get_by_label("API key").input_value()
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("Never")
    page.get_by_role("button", name="Done").click()
    page.reload()
    expect(row).to_contain_text("Active")
    assert key not in page.content()
    assert key not in noor.get("/api/admin/api-keys").text

    sent = confirm_booking(posted, key)
    assert sent.status_code == 202, sent.text
    notification = sent.json()["notification_id"]
    status = requests.get(
        f"{posted.main_url}/api/v1/booking-notifications/notifications/{notification}/status",
        headers={"Authorization": f"Bearer {key}"},
        timeout=30,
    )
    assert status.json()["type"] == "booking_confirmed"
    page.reload()
    expect(row).not_to_contain_text("Never")
    expect(row).to_contain_text("1 of 2,000")

    page.get_by_role("button", name=f"Revoke {name}").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row).to_contain_text("Revoked")
    assert confirm_booking(posted, key).status_code == 401


def confirm_booking(services: Services, key: str) -> requests.Response:
    return requests.post(
        f"{services.main_url}/api/v1/booking-notifications/booking-confirmed",
        json=OUTSIDE_BOOKING,
        headers={"Authorization": f"Bearer {key}"},
        timeout=30,
    )


def test_noor_puts_an_address_on_the_list_and_takes_it_off_again(
    open_here: Callable[..., Visitor], noor: Person, fresh_title: Callable[[str], str]
) -> None:
    address = f"{fresh_title('clara').replace(' ', '.').lower()}@example.com"
    page = open_here(may_fail=["/api/admin/suppressions"]).sign_in(noor, to="/admin/suppressions")
    field = page.get_by_label("E-mail address or phone number")
    field.fill("nobody")
    page.get_by_role("button", name="Add to list").click()
    expect(page.get_by_text("Enter an e-mail address, or a phone number with its country code.")).to_be_visible()
    field.fill(address)
    page.get_by_label("Reason").fill("Asked by phone")
    page.get_by_role("button", name="Add to list").click()
    expect(page.get_by_text(f"Samaya won't write to {address} any more.")).to_be_visible()
    page.get_by_role("searchbox").fill(address[:20])
    row = page.get_by_role("row").filter(has_text=address)
    expect(row).to_contain_text("All messages")
    row.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)
    assert noor.get(f"/api/admin/suppressions?search={address}").json()["suppressions"] == []


def test_a_customer_without_an_account_stops_reminders(
    open_here: Callable[..., Visitor], posted: Services, noor: Person
) -> None:
    address = "meera.without.account@example.com"
    parts: list[object] = ["unsubscribe", address, "reminders", int(time.time()) + 600]
    page = open_here().go(f"/unsubscribe/{signed(posted.main.environment['SECRET_KEY'], parts)}")
    expect(page.get_by_text("You'll stop getting reminders by e-mail.")).to_be_visible()
    expect(page.get_by_role("link", name="See all message settings")).to_have_count(0)
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You're unsubscribed")).to_be_visible()
    (entry,) = noor.get(f"/api/admin/suppressions?search={address}").json()["suppressions"]
    assert (entry["covers"], entry["reason"]) == ("reminders", "unsubscribed")


def test_asha_changes_her_address_with_the_code_that_the_new_one_gets(
    open_here: Callable[..., Visitor], posted: Services, noor: Person, asha: Person
) -> None:
    new = asha.email.replace("@", ".new@")
    here = open_here(may_fail=["/auth/email", "/auth/refresh", "/notifications"])
    page = here.sign_in(asha, to="/account")
    page.get_by_role("button", name="Change address").click()
    page.get_by_label("New e-mail address").fill(asha.email)
    page.get_by_role("button", name="Send code").click()
    here.sees("That's your address already.")
    page.get_by_label("New e-mail address").fill(new)
    page.get_by_role("button", name="Send code").click()
    page.get_by_role("textbox", name="Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    here.sees(f"We've sent a code to {new}.")
    mail = mail_to(noor, Person(posted, "Asha", new), "Your code for your new e-mail address")
    [code] = re.findall(r"^[0-9]{6}$", mail["text"], re.MULTILINE)
    page.get_by_label("Code").fill(f"{(int(code) + 1) % 1_000_000:06}")
    page.get_by_role("dialog").get_by_role("button", name="Change address").click()
    here.sees("This code is wrong.")
    page.get_by_label("Code").fill(code)
    page.get_by_role("dialog").get_by_role("button", name="Change address").click()
    here.sees(f"Your e-mail address is now {new}.")
    expect(page.get_by_text(new, exact=True)).to_be_visible()
    here.reload()
    expect(page.get_by_text(new, exact=True)).to_be_visible()
