"""Every page of the web app: who sees it, where it is, and how to know that it is there."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from playwright.sync_api import Page

Prepare = Callable[[Page], None]


class PageToSee(NamedTuple):
    """`path` may name what the scene holds, as in `/e/{event}`; `shows` is in it once all has arrived."""

    name: str
    who: str
    path: str
    shows: str
    prepare: Prepare = lambda _: None

    def address(self, scene: Mapping[str, int | str]) -> str:
        return self.path.format_map(scene)


def open_filters(page: Page) -> None:
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Price").wait_for()


def send_empty_form(page: Page) -> None:
    page.get_by_role("main").locator("[type=submit]").last.click()
    page.get_by_text("Required", exact=True).first.wait_for()


def make_feed(page: Page) -> None:
    page.get_by_role("button", name="Create my calendar link").or_(
        page.get_by_role("button", name="Replace my calendar link")
    ).click()
    page.get_by_label("Your calendar link").wait_for()


def ask_to_cancel(page: Page) -> None:
    page.get_by_role("button", name="Cancel event").click()
    page.get_by_role("dialog").wait_for()


def save_template(page: Page) -> None:
    page.get_by_role("button", name="Save as template").click()
    page.get_by_role("dialog").wait_for()


def repeat(page: Page) -> None:
    page.get_by_label("Repeat this session").check()


def book_for_a_guest(page: Page) -> None:
    page.get_by_role("button", name="Book for a guest").click()
    page.get_by_role("dialog").wait_for()


def write_to_guests(page: Page) -> None:
    page.get_by_role("button", name="Write to the guests").click()
    page.get_by_label("Subject").fill("For Saturday")
    page.get_by_role("textbox", name="Message").fill(
        "Hello everybody,\n\nplease bring a blanket. It may be cool in the morning."
    )
    page.get_by_role("button", name="Preview").click()
    page.frame_locator("dialog iframe").get_by_text("please bring a blanket").last.wait_for()


def open_bell(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Notifications")).click()
    page.get_by_role("dialog", name="Notifications").get_by_role("listitem").first.wait_for()


def open_choices(page: Page) -> None:
    page.get_by_text("Choose for each message").click()
    page.get_by_role("checkbox", name="Early reminder: E-mail").wait_for()


def open_guests_messages(page: Page) -> None:
    page.locator("summary").first.click()
    page.get_by_text("Booking confirmation").first.wait_for()


def ask_to_cancel_booking(page: Page) -> None:
    page.get_by_role("button", name="Cancel this booking").click()
    page.get_by_role("dialog").wait_for()


def choose_another_date(page: Page) -> None:
    page.get_by_role("button", name="Move to another date").click()
    page.get_by_role("dialog").get_by_role("radio").first.check()


def ask_for_refund(page: Page) -> None:
    page.get_by_role("button", name="Refund").click()
    page.get_by_role("dialog").wait_for()


def ask_how_a_guest_paid(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Mark as paid")).first.click()
    page.get_by_role("dialog").wait_for()


def ask_for_password(page: Page) -> None:
    page.get_by_label("E-mail").fill("nobody@example.com")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_text("If nobody@example.com belongs to an account").wait_for()


def unfold(page: Page) -> None:
    for title in ("Messages", "History"):
        page.get_by_role("heading", name=title).click()


def preview(page: Page) -> None:
    page.get_by_role("button", name="Preview").click()


VISITOR, GUEST, FACILITATOR, ADMIN = "visitor", "guest", "facilitator", "admin"

EVERY_PAGE = (
    PageToSee("discover", VISITOR, "/", "result"),
    PageToSee("discover-filters", VISITOR, "/", "Available only", open_filters),
    PageToSee("discover-nothing-found", VISITOR, "/?search=nosuchthing", "No matches"),
    PageToSee("calendar", VISITOR, "/?view=calendar", "Today"),
    PageToSee("event", VISITOR, "/e/{event}", "Choose your session"),
    PageToSee("event-deposit", VISITOR, "/e/{deposit_event}", "30% deposit"),
    PageToSee("event-full", VISITOR, "/e/{full_event}", "All places are taken"),
    PageToSee("facilitator", VISITOR, "/with/{facilitator}", "Coming up"),
    PageToSee("about", VISITOR, "/about", "Samaya"),
    PageToSee("terms", VISITOR, "/terms", "written this page yet"),
    PageToSee("privacy", VISITOR, "/privacy", "written this page yet"),
    PageToSee("sign-in", VISITOR, "/sign-in?expired=1", "You've been signed out"),
    PageToSee("sign-in-with-google", VISITOR, "/sign-in?google=account_exists", "There's already an account with this"),
    PageToSee("sign-in-empty", VISITOR, "/sign-in", "Required", send_empty_form),
    PageToSee("register", VISITOR, "/register?next=/e/{event}?book={session}", "bring you right back to your session"),
    PageToSee("register-empty", VISITOR, "/register", "Required", send_empty_form),
    PageToSee("forgotten-password", VISITOR, "/forgotten-password", "Check your e-mail", ask_for_password),
    PageToSee("forgotten-password-empty", VISITOR, "/forgotten-password", "Back to sign in"),
    PageToSee("reset-password", VISITOR, "/reset-password?token=x", "Choose a new password"),
    PageToSee("reset-password-used", VISITOR, "/reset-password", "This link no longer works"),
    PageToSee("verify-email", VISITOR, "/verify-email?token=x", "Confirm my e-mail address"),
    PageToSee("invitation", VISITOR, "/invitation?token=x", "Choose password and sign in"),
    PageToSee("first-start", VISITOR, "/first-start?token=x", "Set up your studio"),
    PageToSee("link-unknown", VISITOR, "/manage/no.such-link", "This link doesn't work"),
    PageToSee("manage", VISITOR, "{manage}", "Cancel this booking"),
    PageToSee("unsubscribe", VISITOR, "{unsubscribe}", "Stop these e-mails?"),
    PageToSee("missing", VISITOR, "/no-such-page", "Page not found"),
    PageToSee("event-held", GUEST, "/e/{event}", "You're booked"),
    PageToSee("my-bookings", GUEST, "/my-bookings", "Copy it now", make_feed),
    PageToSee("my-bookings-cancelled", GUEST, "/my-bookings?show=cancelled", "Cancelled"),
    PageToSee("my-bookings-past", GUEST, "/my-bookings?show=past", "No past sessions yet"),
    PageToSee("booking", GUEST, "/my-bookings/{booking}", "has been told"),
    PageToSee("booking-cancel", GUEST, "/my-bookings/{booking}", "Cancel this booking?", ask_to_cancel_booking),
    PageToSee("booking-move", GUEST, "/my-bookings/{booking}", "Your new date", choose_another_date),
    PageToSee("booking-cancelled", GUEST, "/my-bookings/{cancelled_booking}", "You cancelled", unfold),
    PageToSee("booking-paid", GUEST, "/my-bookings/{paid_booking}", "Receipt"),
    PageToSee("pay", GUEST, "/pay/{held_booking}", "Your place is held"),
    PageToSee("booking-deposit", GUEST, "/my-bookings/{deposit_booking}", "Pay the rest"),
    PageToSee("pay-rest-of-deposit", GUEST, "/pay/{deposit_booking}", "Already paid"),
    PageToSee("account", GUEST, "/account", "Current password"),
    PageToSee("account-choices", GUEST, "/account", "Choose for each message", open_choices),
    PageToSee("bell", GUEST, "/account", "See all notifications", open_bell),
    PageToSee("notifications", GUEST, "/my-notifications", "Mark all as read"),
    PageToSee("facilitators-only", GUEST, "/facilitator", "This area is for facilitators"),
    PageToSee("dashboard", FACILITATOR, "/facilitator", "Bookings per day"),
    PageToSee("guest-list", FACILITATOR, "/facilitator/sessions/{session}", "places taken"),
    PageToSee("guest-list-messages", FACILITATOR, "/facilitator/sessions/{session}", "In Samaya", open_guests_messages),
    PageToSee("book-for-a-guest", FACILITATOR, "/facilitator/sessions/{session}", "Book 1 place", book_for_a_guest),
    PageToSee("write-to-guests", FACILITATOR, "/facilitator/sessions/{session}", "Send to", write_to_guests),
    PageToSee("mark-as-paid", FACILITATOR, "/facilitator/sessions/{session}", "Bank transfer", ask_how_a_guest_paid),
    PageToSee("statement", FACILITATOR, "/facilitator/money", "Owed to you"),
    PageToSee("statement-empty", FACILITATOR, "/facilitator/money?month=2020-01", "No payments in this month"),
    PageToSee("order", FACILITATOR, "/facilitator/money/{order}", "Receipts"),
    PageToSee("order-refund", FACILITATOR, "/facilitator/money/{order}", "Kept with the refund", ask_for_refund),
    PageToSee("team-channels", FACILITATOR, "/facilitator/channels", "No team channels yet"),
    PageToSee("my-events", FACILITATOR, "/facilitator/events", "Create event"),
    PageToSee("new-event", FACILITATOR, "/facilitator/events/new", "Save draft and add a session", send_empty_form),
    PageToSee("new-event-from-template", FACILITATOR, "/facilitator/events/new?template={template}", "First date"),
    PageToSee("own-event", FACILITATOR, "/facilitator/events/{event}", "Add session"),
    PageToSee("save-template", FACILITATOR, "/facilitator/events/{event}", "no dates and no guests", save_template),
    PageToSee("cancel-own-event", FACILITATOR, "/facilitator/events/{event}", "will be notified", ask_to_cancel),
    PageToSee("edit-event", FACILITATOR, "/facilitator/events/{event}/edit", "Save changes"),
    PageToSee("new-session", FACILITATOR, "/facilitator/events/{event}/sessions/new", "Add session"),
    PageToSee("repeat-session", FACILITATOR, "/facilitator/events/{event}/sessions/new", "That is a year", repeat),
    PageToSee("edit-session", FACILITATOR, "/facilitator/events/{event}/sessions/{session}", "Save changes"),
    PageToSee("guests", FACILITATOR, "/facilitator/guests", "guests"),
    PageToSee("guest", FACILITATOR, "/facilitator/guests/{guest}", "Your notes"),
    PageToSee("account-of-facilitator", FACILITATOR, "/account", "About you"),
    PageToSee("admin", ADMIN, "/admin", "System status"),
    PageToSee("studio", ADMIN, "/admin/studio", "Languages of your pages"),
    PageToSee("people", ADMIN, "/admin/people", "Invite somebody"),
    PageToSee("studio-bookings", ADMIN, "/admin/bookings", "1 place"),
    PageToSee("studio-events", ADMIN, "/admin/events", "Published"),
    PageToSee("audit", ADMIN, "/admin/audit?what=booking", "History"),
    PageToSee(
        "message-texts", ADMIN, "/admin/templates?kind=booking_confirmed&edit=texts", "How it will look", preview
    ),
    PageToSee("approvals", ADMIN, "/admin/approvals", "waiting"),
    PageToSee("approval", ADMIN, "/admin/approvals?request={request}", "rev_user_123"),
    PageToSee("customers", ADMIN, "/admin/customers", "People whose registration"),
    PageToSee("money", ADMIN, "/admin/money", "Everything agrees"),
    PageToSee("integration", ADMIN, "/admin/integration", "Healthy"),
    PageToSee("templates", ADMIN, "/admin/templates?kind=reminder_24h", "Turn on comparison"),
    PageToSee("api-keys", ADMIN, "/admin/api-keys", "Website"),
    PageToSee("suppressions", ADMIN, "/admin/suppressions", "All messages"),
    PageToSee("mailbox", ADMIN, "/mailbox", "Choose a message to read it"),
    PageToSee("mail", ADMIN, "/mailbox?message={mail}", "Attachments"),
    PageToSee("mailbox-nothing-sent", ADMIN, "/mailbox?channel=discord", "No messages in this channel yet"),
    PageToSee("delivery", ADMIN, "/admin/integration/deliveries/1", "Attempts"),
)
