"""Every page of the web app: who sees it, where it is, and how to know that it is there."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from playwright.sync_api import Page

Prepare = Callable[[Page], None]


class PageToSee(NamedTuple):
    """`path` may name what the scene holds, as in `/retreats/{event}`; `shows` is in it once all has arrived."""

    name: str
    who: str
    path: str
    shows: str
    prepare: Prepare = lambda _: None

    def address(self, scene: Mapping[str, int]) -> str:
        return self.path.format_map(scene)


def open_filters(page: Page) -> None:
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Price up to").wait_for()


def send_empty_form(page: Page) -> None:
    page.get_by_role("main").get_by_role("button").last.click()
    page.get_by_text("Please").first.wait_for()


def make_feed(page: Page) -> None:
    page.get_by_role("button", name="private address").or_(page.get_by_role("button", name="new address")).click()
    page.get_by_label("Private address").wait_for()


def ask_to_cancel(page: Page) -> None:
    page.get_by_role("button", name="Cancel event").click()
    page.get_by_role("dialog").wait_for()


VISITOR, GUEST, FACILITATOR, ADMIN = "visitor", "guest", "facilitator", "admin"

EVERY_PAGE = (
    PageToSee("discover", VISITOR, "/", "result"),
    PageToSee("discover-filters", VISITOR, "/", "Only with free places", open_filters),
    PageToSee("discover-nothing-found", VISITOR, "/?search=nosuchthing", "Nothing matches yet"),
    PageToSee("calendar", VISITOR, "/?view=calendar", "Today"),
    PageToSee("event", VISITOR, "/retreats/{event}", "Choose your session"),
    PageToSee("event-full", VISITOR, "/retreats/{full_event}", "Every place is taken"),
    PageToSee("sign-in", VISITOR, "/sign-in?expired=1", "Your session has ended"),
    PageToSee("sign-in-empty", VISITOR, "/sign-in", "Please fill this in", send_empty_form),
    PageToSee("register", VISITOR, "/register?next=/retreats/{event}?book={session}", "One short form"),
    PageToSee("register-empty", VISITOR, "/register", "Please fill this in", send_empty_form),
    PageToSee("missing", VISITOR, "/no-such-page", "There is nothing here"),
    PageToSee("event-held", GUEST, "/retreats/{event}", "You have a place"),
    PageToSee("my-bookings", GUEST, "/my-bookings", "shown only this once", make_feed),
    PageToSee("my-bookings-cancelled", GUEST, "/my-bookings?show=cancelled", "Cancelled"),
    PageToSee("my-bookings-past", GUEST, "/my-bookings?show=past", "Nothing behind you yet"),
    PageToSee("booking", GUEST, "/my-bookings/{booking}", "Your facilitator was told at"),
    PageToSee("booking-cancelled", GUEST, "/my-bookings/{cancelled_booking}", "You cancelled"),
    PageToSee("account", GUEST, "/account", "Devices"),
    PageToSee("facilitators-only", GUEST, "/facilitator", "This is the facilitators' side"),
    PageToSee("dashboard", FACILITATOR, "/facilitator", "Bookings per day"),
    PageToSee("guest-list", FACILITATOR, "/facilitator/sessions/{session}", "places taken"),
    PageToSee("my-events", FACILITATOR, "/facilitator/events", "Create an event"),
    PageToSee("new-event", FACILITATOR, "/facilitator/events/new", "Create it and add a date", send_empty_form),
    PageToSee("own-event", FACILITATOR, "/facilitator/events/{event}", "Add a session"),
    PageToSee("cancel-own-event", FACILITATOR, "/facilitator/events/{event}", "will be told", ask_to_cancel),
    PageToSee("edit-event", FACILITATOR, "/facilitator/events/{event}/edit", "Save the changes"),
    PageToSee("new-session", FACILITATOR, "/facilitator/events/{event}/sessions/new", "Add the session"),
    PageToSee("edit-session", FACILITATOR, "/facilitator/events/{event}/sessions/{session}", "Save the changes"),
    PageToSee("guests", FACILITATOR, "/facilitator/guests", "guests"),
    PageToSee("guest", FACILITATOR, "/facilitator/guests/{guest}", "Your notes"),
    PageToSee("account-of-facilitator", FACILITATOR, "/account", "About you"),
    PageToSee("admin", ADMIN, "/admin", "How things are"),
    PageToSee("approvals", ADMIN, "/admin/approvals", "waiting"),
    PageToSee("approval", ADMIN, "/admin/approvals?request={request}", "What happened"),
    PageToSee("integration", ADMIN, "/admin/integration", "Healthy"),
    PageToSee("delivery", ADMIN, "/admin/integration/deliveries/1", "Attempts"),
)
