"""What admins do about differences between the bookings and the CRM's: compare now, and send what differs."""

from typing import Any

from main_app.auth.caller import Caller
from main_app.integration.crm_check import Found, NotCompared, check_crm, last_check
from main_app.integration.crm_resync import resync
from main_app.journal.append import NewEntry, append, next_version
from main_app.services.notify_crm import CRMNotificationService
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import UpstreamFailed

SUBJECT = "crm"


def newest_check() -> dict[str, Any] | None:
    """The newest stored comparison, as it is shown."""
    check = last_check()
    if check is None:
        return None
    return {
        "checked_at": clock.iso(check.checked_at),
        "bookings": check.bookings,
        "on_their_way": check.on_their_way,
        "differing": check.differing,
        "gaps": check.gaps,
    }


def check_now() -> Found:
    """Compare the bookings with the CRM's. Raises UpstreamFailed if the CRM can't be compared."""
    try:
        return check_crm(CRMNotificationService())
    except NotCompared as error:
        raise UpstreamFailed("crm_not_compared", str(error)) from error


def resync_now(by: Caller) -> int:
    """Compare, and send the CRM the bookings that differ. Returns how many."""
    sent = resync(check_now().gaps)
    if sent:
        with write_connection() as connection:
            version = next_version(connection, SUBJECT, SUBJECT)
            append(connection, [NewEntry(SUBJECT, SUBJECT, version, "resynced", by.actor, changes={"sent": sent})])
    return sent
