"""The suppression list: e-mail addresses and phone numbers that must not be written to.

Admins put an address on it, for every message. A customer of another system who unsubscribes puts theirs on it, for
the reminders of all systems; their confirmations and cancellations still arrive.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, String, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from main_app.database import Base, db
from main_app.journal.append import Actor, NewEntry, append, next_version
from main_app.messages.kinds import REMINDERS, is_reminder
from service_kit import clock
from service_kit.database import UtcDateTime, insert_of, write_transaction
from service_kit.fields import normal_email
from service_kit.phone_numbers import callable_number
from service_kit.problems import Invalid, NotFound

EVERYTHING = "everything"
UNSUBSCRIBED = "unsubscribed"  # the reason of entries that customers make
MAX_REASON_LENGTH = 200
CUSTOMER = Actor(None, "guest", "signed_link")


class Suppression(Base):
    """One address, an e-mail address or a phone number as +14155550132. `covers` is `everything` or `reminders`."""

    __tablename__ = "suppressions"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(320), unique=True)
    covers: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(MAX_REASON_LENGTH), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = ({"sqlite_autoincrement": True},)  # the journal remembers the id


entries = Suppression.__table__.c
OF_ADDRESSES = select(entries.address, entries.covers).where(entries.address.in_(bindparam("ids", expanding=True)))


def suppressed_addresses(connection: Connection | Session, addresses: Collection[str]) -> dict[str, str]:
    """Those of these addresses that are on the list, each with what its entry covers."""
    if not addresses:
        return {}
    return {row.address: row.covers for row in connection.execute(OF_ADDRESSES, {"ids": sorted(addresses)})}


def is_suppressed(listed: Mapping[str, str], address: str, kind: str, *, has_account: bool) -> bool:
    """Whether this message must not go to the address. People with accounts choose their reminders themselves."""
    covers = listed.get(address)
    return covers == EVERYTHING or (covers == REMINDERS and is_reminder(kind) and not has_account)


def list_suppressions(search: str, offset: int, limit: int) -> tuple[list[Suppression], int]:
    """A page of the list, newest first, and the number of all entries. `search` is a part of an address."""
    found = [entries.address.contains(search.lower(), autoescape=True)] if search else []
    query = select(Suppression).where(*found).order_by(entries.id.desc()).offset(offset).limit(limit)
    total = db.session.scalar(select(func.count()).select_from(Suppression).where(*found)) or 0
    return list(db.session.scalars(query)), total


def suppress(by: Actor, written: str, reason: str) -> Suppression:
    """Write nothing to this address any more. Raises Invalid for what is neither an address nor a number."""
    return _store(by, normal_address(written), EVERYTHING, reason)


def stop_reminders(address: str) -> None:
    """Send no reminders of other systems to this address any more, as its owner wants."""
    _store(CUSTOMER, address, REMINDERS, UNSUBSCRIBED)


def allow_again(by: Actor, suppression_id: int) -> None:
    """Take an entry off the list. Raises NotFound."""
    with write_transaction() as db_session:
        row = db_session.get(Suppression, suppression_id, with_for_update=True)
        if row is None:
            raise NotFound("entry")
        db_session.delete(row)
        _record(db_session, row, "removed", by)


def normal_address(written: str) -> str:
    """The e-mail address or phone number as messages have it. Raises Invalid."""
    try:
        address = normal_email(written) if "@" in written else callable_number(written)
    except ValueError:
        address = None
    if address is None:
        sentence = "'address' must be an e-mail address, or a phone number with its country code."
        raise Invalid(sentence, "address", "not_address")
    return address


def _store(by: Actor, address: str, covers: str, reason: str) -> Suppression:
    """Add an entry, or let the one that is there cover everything. What is covered already stays as it is."""
    with write_transaction() as db_session:
        new = {"address": address, "covers": covers, "reason": reason, "created_at": clock.now()}
        statement = insert_of(db_session.get_bind().dialect.name, Suppression.__table__).values(new)
        added = db_session.execute(statement.on_conflict_do_nothing().returning(entries.id)).first() is not None
        query = select(Suppression).where(entries.address == address).with_for_update()
        row = db_session.scalars(query.execution_options(populate_existing=True)).one()
        if not added and (covers, row.covers) == (EVERYTHING, REMINDERS):
            row.covers, row.reason = covers, reason
            added = True
        if added:
            _record(db_session, row, "added", by)
        return row


def _record(db_session: Session, row: Suppression, action: str, by: Actor) -> None:
    """The entry names no address, because the journal is kept for years."""
    version = next_version(db_session, "suppression", str(row.id))
    append(db_session, [NewEntry("suppression", row.id, version, action, by, changes={"covers": row.covers})])
