"""Messages to people in a browser: the bell, the plan, the mailbox, links in mails, and push notifications."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.mailbox_page import code_sent_to, link_in, mail_to
from tests.browser.visitor import Visitor
from tests.support.people import Person, confirm_address
from tests.support.services import wait_until

NEW_PASSWORD = "another horse entirely"
TWO_TABS_WAIT_IN_LINE = """async () => {
  const { held, pending } = await navigator.locks.query();
  const [leading, waiting] = [held, pending].map((locks) => locks.filter(({ name }) => name.includes("notifications")));
  return leading.length === 1 && waiting.length === 2;
}"""
ONE_UNREAD = re.compile("^Notifications, 1 unread$")
# A browser without a vendor's push service behind it: what the page asks of it is counted.
FAKE_PUSH = """
  window.asked = [];
  let permission = "default";
  let subscription = null;
  Object.defineProperty(Notification, "permission", { get: () => permission });
  Notification.requestPermission = async () => { window.asked.push("permission"); return (permission = ANSWER); };
  PushManager.prototype.getSubscription = async () => subscription;
  PushManager.prototype.subscribe = async () => (subscription = {
    endpoint: "https://fcm.googleapis.com/fcm/send/" + "a".repeat(40),
    toJSON() { return { endpoint: this.endpoint, keys: { p256dh: "B" + "A".repeat(86), auth: "A".repeat(22) } }; },
    unsubscribe: async () => { subscription = null; return true; },
  });
"""


def book(person: Person, session_id: int) -> int:
    return person.book(session_id).json()["booking"]["id"]


def bell(page: Page, name: str | re.Pattern[str]) -> Any:
    return page.get_by_role("button", name=name)


def test_ashas_bell_rings_at_once_and_reading_on_one_device_counts_everywhere(
    open_here: Callable[..., Visitor], asha: Person, session_id: int
) -> None:
    here, elsewhere = open_here(), open_here()
    page = here.sign_in(asha, to="/")
    tab = here.new_tab("/")
    phone = elsewhere.sign_in(asha, to="/")
    for each in (page, tab, phone):
        expect(bell(each, re.compile("^Notifications$"))).to_be_visible()
    booking = book(asha, session_id)
    for each in (page, tab, phone):
        expect(bell(each, ONE_UNREAD)).to_be_visible()
    bell(page, ONE_UNREAD).focus()
    page.keyboard.press("Enter")
    news = page.get_by_role("dialog", name="Notifications").get_by_role("link", name=re.compile("Sunrise Sit"))
    expect(news).to_be_visible()
    page.keyboard.press("Escape")
    expect(bell(page, ONE_UNREAD)).to_be_focused()
    page.keyboard.press("Enter")
    news.click()
    expect(page).to_have_url(re.compile(f"/my-bookings/{booking}$"))
    for each in (page, tab, phone):
        expect(bell(each, re.compile("^Notifications$"))).to_be_visible()


def test_one_browser_holds_one_stream_however_many_tabs_it_has(open_here: Callable[..., Visitor], asha: Person) -> None:
    visitor = open_here()
    streams: list[str] = []
    visitor.context.on(
        "request", lambda request: streams.append(request.url) if "/live/notifications" in request.url else None
    )
    with visitor.page.expect_request("**/live/notifications"):
        page = visitor.sign_in(asha, to="/")
    tabs = [visitor.new_tab("/account"), visitor.new_tab("/my-bookings")]
    for each in (page, *tabs):
        expect(bell(each, re.compile("^Notifications$"))).to_be_visible()
    page.wait_for_function(TWO_TABS_WAIT_IN_LINE)
    assert len(streams) == 1


def test_the_booking_says_which_messages_come_when_and_why_not(
    open_here: Callable[..., Visitor], asha: Person, session_id: int
) -> None:
    confirm_address(asha)
    page = open_here().sign_in(asha, to=f"/my-bookings/{book(asha, session_id)}")
    page.get_by_role("heading", name="Messages").click()
    messages = page.get_by_role("region", name="Messages")
    confirmation = messages.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Booking confirmation"))
    by_mail = confirmation.get_by_role("listitem").filter(has_text="E-mail")
    expect(by_mail).to_contain_text("Sent")
    reminder = messages.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Early reminder"))
    expect(reminder.get_by_role("listitem").filter(has_text="E-mail")).to_contain_text("Planned")
    expect(reminder.get_by_role("listitem").filter(has_text="SMS")).to_contain_text(
        "There's no phone number in the account."
    )


def test_the_booking_says_that_quiet_hours_move_a_reminder(
    open_here: Callable[..., Visitor], asha: Person, session_id: int
) -> None:
    confirm_address(asha)
    now = datetime.now(timezone.utc)  # the session begins at this time of day
    hours = {"from": f"{now - timedelta(hours=1):%H:%M}", "until": f"{now + timedelta(hours=1):%H:%M}"}
    assert asha.request("PUT", "/notifications/preferences", json={"quiet_hours": hours}).ok
    page = open_here().sign_in(asha, to=f"/my-bookings/{book(asha, session_id)}")
    page.get_by_role("heading", name="Messages").click()
    reminder = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Early reminder"))
    by_mail = reminder.get_by_role("listitem").filter(has_text="E-mail")
    expect(by_mail).to_contain_text("Planned")
    expect(by_mail).to_contain_text("Earlier, because of quiet hours.")


def test_asha_turns_reminders_by_mail_off_and_the_plan_follows(
    open_here: Callable[..., Visitor], asha: Person, session_id: int
) -> None:
    page = open_here().sign_in(asha, to="/account")
    page.get_by_text("Choose for each message").click()
    expect(page.get_by_role("img", name="Booking confirmation: E-mail, Always on", exact=True)).to_be_visible()
    page.get_by_role("checkbox", name="Early reminder: E-mail").uncheck()
    page.get_by_label("Language of your messages").select_option("hi")
    page.get_by_role("button", name="Save message settings").click()
    expect(page.get_by_text("Saved. This also applies to messages already planned.")).to_be_visible()
    page.reload()
    page.get_by_text("Choose for each message").click()
    expect(page.get_by_role("checkbox", name="Early reminder: E-mail")).not_to_be_checked()
    expect(page.get_by_label("Language of your messages")).to_have_value("hi")
    page.goto(f"/my-bookings/{book(asha, session_id)}")
    page.get_by_role("heading", name="Messages").click()
    reminder = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Early reminder"))
    expect(reminder.get_by_role("listitem").filter(has_text="E-mail")).to_contain_text("Turned off in the settings.")


def test_the_facilitator_sees_how_each_guests_messages_stand(
    open_here: Callable[..., Visitor], priya: Person, asha: Person, session_id: int
) -> None:
    book(asha, session_id)
    page = open_here().sign_in(priya, to=f"/facilitator/sessions/{session_id}")
    guest = page.get_by_role("region", name="Messages").get_by_role("listitem").filter(has_text="Asha").first
    expect(guest.locator("summary")).to_contain_text("Sent")
    guest.locator("summary").click()
    expect(guest.get_by_text("Booking confirmation")).to_be_visible()


def test_the_link_in_a_mail_cancels_one_booking_without_signing_in(
    open_here: Callable[..., Visitor], noor: Person, asha: Person, session_id: int
) -> None:
    booking = book(asha, session_id)
    path = link_in(mail_to(noor, asha, "Sunrise Sit"), "manage")
    page = open_here().go(path)
    expect(page.get_by_role("link", name="Sunrise Sit")).to_be_visible()
    assert asha.get(f"/bookings/{booking}").json()["booking"]["status"] == "booked", "opening changes nothing"
    page.get_by_role("button", name="Cancel this booking").click()
    page.get_by_role("button", name="Yes, cancel my booking").click()
    expect(page.get_by_text("Your booking is cancelled.")).to_be_visible()
    assert asha.get(f"/bookings/{booking}").json()["booking"]["status"] == "cancelled"


def test_a_forged_link_says_so_kindly(open_here: Callable[..., Visitor]) -> None:
    page = open_here(may_fail=["/links/"]).go("/manage/WyJtYW5hZ2UiLDEsMV0.forged")
    expect(page.get_by_role("heading", name="This link doesn't work")).to_be_visible()


def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(
    open_here: Callable[..., Visitor], noor: Person, asha: Person
) -> None:
    visitor = open_here()
    page = visitor.go("/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    # The page before has a field of nearly the same name.
    expect(page.get_by_role("heading", name="Forgot your password?")).to_be_visible()
    page.get_by_label("E-mail").fill(asha.email)
    page.get_by_role("button", name="Send the link").click()
    known = page.get_by_text("belongs to an account").inner_text()
    page.get_by_role("button", name="Use another address").click()
    page.get_by_label("E-mail").fill("nobody@example.com")
    page.get_by_role("button", name="Send the link").click()
    unknown = page.get_by_text("belongs to an account").inner_text()
    assert known.replace(asha.email, "X") == unknown.replace("nobody@example.com", "X")
    page.goto(link_in(mail_to(noor, asha, "password"), "reset-password"))
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("heading", name="Your password is changed")).to_be_visible()
    page.get_by_role("link", name="Sign in").last.click()
    visitor.fill_sign_in(asha.email, NEW_PASSWORD)
    expect(bell(page, re.compile("^Notifications"))).to_be_visible()


def test_a_used_link_leads_to_a_fresh_one(open_here: Callable[..., Visitor]) -> None:
    page = open_here(may_fail=["/auth/reset-password"]).go("/reset-password?token=forged")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    expect(page.get_by_role("link", name="Get a new link")).to_be_visible()


def test_a_new_guest_confirms_the_address_by_the_link_in_the_mail(
    open_here: Callable[..., Visitor], noor: Person, asha: Person
) -> None:
    page = open_here().sign_in(asha, to="/account")
    expect(page.get_by_text(f"Please confirm your e-mail address, {asha.email},")).to_be_visible()
    page.goto(link_in(mail_to(noor, asha, "onfirm"), "verify-email"))
    page.get_by_role("button", name="Confirm my e-mail address").click()
    expect(page.get_by_role("heading", name="Thank you, that's confirmed")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("heading", name="Messages")).to_be_visible()
    expect(page.get_by_text(f"Please confirm your e-mail address, {asha.email},")).to_have_count(0)


def test_the_mailbox_shows_a_mail_as_its_reader_sees_it_and_its_parts(
    open_here: Callable[..., Visitor], noor: Person, asha: Person, session_id: int
) -> None:
    book(asha, session_id)
    mail = mail_to(noor, asha, "Sunrise Sit")
    visitor = open_here()
    page = visitor.sign_in(noor, to="/mailbox")
    page.get_by_role("button").filter(has_text=asha.email).filter(has_text="Sunrise Sit").first.click()
    expect(page.get_by_role("heading", name=mail["subject"])).to_be_visible()
    frame = page.locator("iframe")
    assert "allow-scripts" not in (frame.get_attribute("sandbox") or ""), "a mail runs no scripts"
    assert "allow-same-origin" not in (frame.get_attribute("sandbox") or "")
    expect(page.frame_locator("iframe").get_by_text("Casa do Mar").first).to_be_visible()
    page.get_by_text("Source", exact=True).click()
    expect(page.get_by_text("Message-ID:")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(r"^Download .*\.ics$")).click()
    assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_only_admins_see_the_mailbox(open_here: Callable[..., Visitor], asha: Person) -> None:
    page = open_here().sign_in(asha, to="/mailbox")
    expect(page.get_by_role("heading", name="This area is for admins")).to_be_visible()


def test_asha_is_asked_for_reminders_after_her_booking_and_never_before(
    open_here: Callable[..., Visitor], priya: Person, asha: Person
) -> None:
    event = priya.create_event(title="Evening Sit")
    visitor = open_here()
    visitor.context.add_init_script(FAKE_PUSH.replace("ANSWER", json.dumps("granted")))
    page = visitor.sign_in(asha, to=f"/e/{event['id']}")
    assert page.evaluate("asked") == []
    visitor.book_button().click()
    expect(page.get_by_role("heading", name="Get a reminder on this device?")).to_be_visible()
    assert page.evaluate("asked") == [], "the browser asks only after a yes"
    with page.expect_response("**/push/subscriptions") as subscribed:
        page.get_by_role("button", name="Yes, remind me").click()
    assert subscribed.value.status == 201
    expect(page.get_by_text("Your reminders will appear on this device.")).to_be_visible()
    assert page.evaluate("asked") == ["permission"]
    page.get_by_role("link", name="Account").click()
    with page.expect_response("**/push/subscriptions") as removed:
        page.get_by_role("button", name="Turn off", exact=True).click()
    assert removed.value.ok
    expect(page.get_by_text("This device doesn't show notifications.")).to_be_visible()


def test_who_says_no_is_told_where_to_change_it_and_not_asked_again(
    open_here: Callable[..., Visitor], priya: Person, asha: Person
) -> None:
    event = priya.create_event(title="Evening Sit", sessions=2)
    visitor = open_here()
    visitor.context.add_init_script(FAKE_PUSH.replace("ANSWER", json.dumps("denied")))
    page = visitor.sign_in(asha, to=f"/e/{event['id']}")
    visitor.book_button().click()
    page.get_by_role("button", name="Yes, remind me").click()
    expect(page.get_by_text("Notifications from Samaya are blocked.")).to_be_visible()
    page.goto(f"/e/{event['id']}")
    visitor.sees("You're booked")  # the page knows what is booked already, and has chosen the other date
    visitor.book_button().click()
    expect(page.get_by_role("heading", name="You're booked")).to_be_visible()
    expect(page.get_by_role("heading", name="What's next")).to_be_visible()
    expect(page.get_by_role("heading", name="Get a reminder on this device?")).to_have_count(0)


def test_asha_is_asked_at_sign_in_and_after_booking_to_confirm_her_number_and_does(
    open_here: Callable[..., Visitor], noor: Person, asha: Person, session_id: int
) -> None:
    assert asha.request("PATCH", "/auth/profile", json={"phone": "+351912345678"}).ok
    booking = book(asha, session_id)
    page = open_here().sign_in(asha, to="/my-bookings")
    notice = page.get_by_text("Please confirm your phone number, +351912345678.")
    expect(notice).to_be_visible()
    page.goto(f"/my-bookings/{booking}")
    expect(page.get_by_role("heading", name="Get text messages?")).to_be_visible()
    page.goto("/my-bookings")
    page.get_by_role("link", name="Confirm it").click()
    expect(notice).to_have_count(0)
    page.get_by_role("button", name="Send me a code").click()
    field = page.get_by_label("Code", exact=True)
    field.fill("12345")
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.get_by_text("Enter the six digits of the code.")).to_be_visible()
    field.fill(code_sent_to(noor, "+351912345678"))
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.get_by_text("Your number is confirmed.")).to_be_visible()
    expect(page.get_by_text("SMS messages go to +351912345678.")).to_be_visible()
    page.goto("/my-bookings")
    expect(page.get_by_role("link", name="Sunrise Sit").first).to_be_visible()
    expect(notice).to_have_count(0)


def test_a_push_is_shown_by_the_service_worker(open_here: Callable[..., Visitor], asha: Person) -> None:
    visitor = open_here(permissions=["notifications"])
    page = visitor.sign_in(asha, to="/account")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    devtools = visitor.context.new_cdp_session(page)
    registrations: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")

    def registered() -> bool:
        page.wait_for_timeout(50)  # lets events of the browser in
        return bool(registrations)

    wait_until(registered, 30)
    note = {"title": "Sunrise Sit starts soon", "body": "07:00, Casa do Mar", "url": "/my-bookings/1", "id": "evt_1"}
    for _ in range(2):
        devtools.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": visitor.services.main_url,
                "registrationId": registrations[-1]["registrationId"],
                "data": json.dumps(note),
            },
        )

    def shown() -> list[list[str]]:
        return page.evaluate(
            """async () => {
              const registration = await navigator.serviceWorker.ready;
              return (await registration.getNotifications()).map(({ title, body, data }) => [title, body, data.url]);
            }"""
        )

    assert wait_until(shown, 30) == [["Sunrise Sit starts soon", "07:00, Casa do Mar", "/my-bookings/1"]]
