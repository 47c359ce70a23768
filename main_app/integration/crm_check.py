"""Compares the bookings with what the CRM knows of them: by facilitator, then by day, then one by one.

The database computes a number and a hash of each set, so equal sets cost one row. Bookings are made meanwhile:
what differs is looked at again, and counts only if neither side changed and nothing about it is on its way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from requests import RequestException
from sqlalchemy import select

from main_app.database import db
from main_app.integration import expected_bookings as expected
from main_app.integration.expected_bookings import State
from main_app.integration.models import CrmCheck
from main_app.services.notify_crm import CRMError, CRMNotificationService
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.row_hash import Summary

MISSING, UNKNOWN, OLDER, NEWER, DIFFERENT = "missing", "unknown", "older", "newer", "different"
LOOKED_AT_AGAIN = 500  # ids in one request
MAX_DESCRIBED = 200  # gaps that a check stores
KEPT = 30  # checks


class NotCompared(Exception):
    """The CRM can't be compared at the moment. The message says why and what to do."""


@dataclass(frozen=True)
class Gap:
    """A booking that the two services have differently. A side is None if it does not have the booking."""

    booking_id: int
    kind: str
    here: State | None
    there: State | None

    @property
    def facilitator_id(self) -> int:
        state = self.here or self.there
        assert state is not None
        return state.facilitator_id

    @property
    def sentence(self) -> str:
        here, there = (_words(side) for side in (self.here, self.there))
        if self.kind == MISSING:
            return f"Booking {self.booking_id} ({here}) is missing in the CRM."
        if self.kind == UNKNOWN:
            return f"Booking {self.booking_id} ({there} in the CRM) does not exist here."
        if self.kind == DIFFERENT:
            return f"Booking {self.booking_id} is {there} in the CRM, but {here} here."
        return f"The CRM has {'an older' if self.kind == OLDER else 'a newer'} state of booking {self.booking_id}: " + (
            f"{there}, but here it is {here}."
        )


@dataclass(frozen=True)
class Found:
    """The result of a comparison. `on_their_way` counts bookings whose message to the CRM waits."""

    bookings: int
    on_their_way: int
    gaps: list[Gap]


def check_crm(crm: CRMNotificationService) -> Found:
    """Compare with the CRM, and store the result. Raises NotCompared."""
    try:
        found = compare(crm)
    except CRMError as error:
        raise NotCompared(_refusal(error)) from error
    except (RequestException, KeyError, TypeError, ValueError) as error:
        raise NotCompared(
            f"The CRM at {crm.base_url} can't be compared ({type(error).__name__}). Check that it runs, then try again."
        ) from error
    gaps = [
        {"kind": gap.kind, "booking_id": gap.booking_id, "facilitator_id": gap.facilitator_id, "sentence": gap.sentence}
        for gap in found.gaps[:MAX_DESCRIBED]
    ]
    with write_transaction() as db_session:
        one = CrmCheck(
            checked_at=clock.now(),
            bookings=found.bookings,
            on_their_way=found.on_their_way,
            differing=len(found.gaps),
            gaps=gaps,
        )
        db_session.add(one)
        db_session.flush()
        db_session.query(CrmCheck).filter(CrmCheck.id <= one.id - KEPT).delete()
    return found


def last_check() -> CrmCheck | None:
    """The newest stored result."""
    return db.session.scalar(select(CrmCheck).order_by(CrmCheck.id.desc()).limit(1))


def compare(crm: CRMNotificationService) -> Found:
    """Compare the bookings with the CRM's, without storing anything. No transaction is open while the CRM is asked."""
    theirs = {
        row["facilitator_id"]: Summary(row["bookings"], row["hash"])
        for row in _pages(crm, "facilitators", "facilitators", "facilitator_id")
    }
    ours = _read(expected.by_facilitator)
    suspects: set[int] = set()
    for facilitator_id in _differing(ours, theirs):
        suspects |= _suspects_of(crm, facilitator_id, nothing_there=facilitator_id not in theirs)
    gaps: list[Gap] = []
    on_their_way = 0
    in_order = sorted(suspects)
    for start in range(0, len(in_order), LOOKED_AT_AGAIN):
        certain, waiting = _look_again(crm, in_order[start : start + LOOKED_AT_AGAIN])
        gaps += certain
        on_their_way += waiting
    return Found(sum(summary.bookings for summary in ours.values()), on_their_way, gaps)


def _refusal(error: CRMError) -> str:
    if error.status == 404:
        return "The CRM is of an earlier release, which can't be compared. Upgrade it first."
    if error.status in (401, 403):
        return "The CRM refuses the service token. Give both services the same CRM_AUTH_TOKEN."
    return f"The CRM can't be compared: it answered {error.status}. Its log says why."


def _suspects_of(crm: CRMNotificationService, facilitator_id: int, *, nothing_there: bool) -> set[int]:
    """The bookings of a facilitator that differed at first sight."""
    path = f"facilitators/{facilitator_id}"
    theirs: dict[str, Summary] = {}
    if not nothing_there:
        rows = _pages(crm, f"{path}/days", "days", "day")
        theirs = {row["day"]: Summary(row["bookings"], row["hash"]) for row in rows}
    ours = _read(lambda connection: expected.by_day(connection, facilitator_id))
    suspects: set[int] = set()
    for first, last in _runs(sorted(ours.keys() | theirs.keys()), set(_differing(ours, theirs))):
        here = _read(lambda connection: expected.of_days(connection, facilitator_id, first, last))  # noqa: B023
        days = f"{path}/bookings?first_day={first}&last_day={last}"
        empty = not any(first <= day <= last for day in theirs)
        there = {} if empty else _states(_pages(crm, days, "bookings", "booking_id"))
        suspects |= {one for one in here.keys() | there.keys() if here.get(one) != there.get(one)}
    return suspects


def _look_again(crm: CRMNotificationService, ids: list[int]) -> tuple[list[Gap], int]:
    """Return the gaps among these bookings, and how many of them are on their way.

    Read here, there, and here again. If nothing was on its way at first, the CRM had then what was here then. So if
    nothing changed here until the end, it must have had that in between.
    """
    before = _read(lambda connection: expected.of_ids(connection, ids))
    moving = _read(lambda connection: expected.on_their_way(connection, ids))
    there = _states(crm.compared("bookings", ids)["bookings"])
    after = _read(lambda connection: expected.of_ids(connection, ids))
    gaps, waiting = [], 0
    for booking_id in ids:
        here, known = before.get(booking_id), there.get(booking_id)
        if booking_id in moving or here != after.get(booking_id):
            waiting += 1
        elif here != known:
            gaps.append(Gap(booking_id, _kind(here, known), here, known))
    return gaps, waiting


def _kind(here: State | None, there: State | None) -> str:
    if there is None:
        return MISSING
    if here is None:
        return UNKNOWN
    if here.position == there.position:
        return DIFFERENT
    return OLDER if there.position < here.position else NEWER


def _words(state: State | None) -> str:
    return "" if state is None else f"{state.status}, version {state.version}"


def _differing(ours: Mapping[Any, Summary], theirs: Mapping[Any, Summary]) -> list[Any]:
    return sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))


def _runs(days: list[str], differing: set[str]) -> Iterator[tuple[str, str]]:
    """The first and the last day of each run of differing days, so that each run is read at once."""
    run: list[str] = []
    for day in [*days, ""]:
        if day in differing:
            run.append(day)
        elif run:
            yield run[0], run[-1]
            run = []


def _pages(crm: CRMNotificationService, path: str, name: str, key: str) -> Iterator[dict[str, Any]]:
    """All rows of a list of the CRM, page by page."""
    after = None
    joint = "&" if "?" in path else "?"
    while rows := crm.compared(path if after is None else f"{path}{joint}after={after}")[name]:
        yield from rows
        after = rows[-1][key]


def _states(rows: Any) -> dict[int, State]:
    return {
        row["booking_id"]: State(row["facilitator_id"], row["epoch"], row["version"], row["status"]) for row in rows
    }


def _read(query: Any) -> Any:
    """Run the query in a read transaction of its own."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return query(connection)
