"""`crm resync` while guests book and cancel: the CRM ends with the main API's bookings, no more and no less."""

import threading
from collections.abc import Callable
from itertools import cycle

import sqlalchemy as sa

from tests.support.crowd import Crowd
from tests.support.database import change, rows
from tests.support.people import register_with_role
from tests.support.services import Services, wait_until

OURS = sa.text("SELECT id, status, version, places FROM bookings ORDER BY id")
THEIRS = sa.text("SELECT booking_id, status, version, places FROM bookings ORDER BY booking_id")
LOSE_SOME = sa.text("DELETE FROM bookings WHERE booking_id % 3 = 0")
FALSIFY_SOME = sa.text("UPDATE bookings SET status = 'cancelled' WHERE booking_id % 3 = 1")


def test_nothing_is_lost_doubled_or_left_different_when_resync_runs_while_guests_book(
    start_services: Callable[..., Services],
) -> None:
    services = start_services()
    priya = register_with_role(services, "Priya", "facilitator")
    first, second = (one["id"] for one in priya.create_event(sessions=2, capacity=500)["sessions"])

    def same() -> bool:
        return rows(services.main_database, OURS) == rows(services.crm_database, THEIRS)

    with Crowd(services, 12) as crowd:
        made = crowd.ask(crowd.book(guest, first) for guest in crowd.guests)
        wait_until(same, 30, lambda: "the first bookings did not arrive")
        for damage in (LOSE_SOME, FALSIFY_SOME):
            change(services.crm_database, damage)
        assert not same()
        ids = [reply.json()["booking"]["id"] for reply in made]
        over = threading.Event()

        def keep_booking() -> None:
            """Half of the guests cancel and rebook, which repairs their bookings too; all book another date."""
            crowd.ask(crowd.book(guest, second) for guest in crowd.guests)
            active = list(zip(crowd.guests, ids, strict=True))[::2]
            for action in cycle(("cancel", "reactivate")):
                replies = crowd.ask(
                    crowd.request(guest, "POST", f"/bookings/{action}/{number}") for guest, number in active
                )
                assert {reply.status for reply in replies} == {200}
                if over.is_set() and action == "reactivate":
                    return

        guests = threading.Thread(target=keep_booking)
        guests.start()
        sent = [services.flask("crm", "resync") for _ in range(2)]
        over.set()
        guests.join()
    assert "sent to the CRM" in sent[0]
    services.flask("crm", "resync")  # what was on its way before is compared now
    wait_until(same, 30, lambda: f"{sent}: the CRM differs\n{services.logs()}")
    assert "0 differ." in services.flask("crm", "check")
