"""Records the outcome of one message. On PostgreSQL a single statement does it, because each one costs a round trip."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Boolean, bindparam, exists, insert, literal_column, select, text, update
from sqlalchemy.engine import Connection

from main_app.outbox.channel import Claimed
from main_app.outbox.models import DeliveryAttempt, DeliveryStatistic, MessageStatus, OutboxMessage
from service_kit.compiled_statement import CompiledStatement
from service_kit.rows import OnConflict, insertion

table, statistics = OutboxMessage.__table__, DeliveryStatistic.__table__
messages = table.c
RECORD = (
    update(table)
    .where(messages.id == bindparam("message"))
    .values(
        status=bindparam("new_status"),
        due_at=bindparam("new_due_at"),
        leased_until=None,
        send_individually=bindparam("individually"),
        attempts=bindparam("attempts_made"),
        response=bindparam("new_response"),
        last_error=bindparam("error"),
        finished_at=bindparam("finished"),
    )
)
STILL_CLAIMED = (messages.fence == bindparam("claimed_fence"), messages.status == MessageStatus.PENDING.value)
RECORD_IF_CLAIMED = RECORD.where(*STILL_CLAIMED).returning(messages.id, messages.finished_at)
ATTEMPTED = ("started_at", "duration_ms", "outcome", "status_code", "error")
COUNTED = tuple(column.name for column in statistics.columns)


def record_at_once(
    connection: Connection,
    message: Claimed,
    row: Mapping[str, Any],
    attempt: Mapping[str, Any] | None,
    counted: Mapping[str, Any],
) -> bool:
    """Record the outcome, its attempt and its count, and release the next message of the key if this one is finished.

    PostgreSQL only. False if the claim is lost: nothing is changed then. The caller holds the lock of the key.
    """
    values = {**row, "claimed_fence": message.fence, "key": message.ordering_key, "was_sent": attempt is not None}
    values |= {f"attempt_{name}": attempt[name] if attempt else None for name in ATTEMPTED}
    values |= {f"counted_{name}": counted[name] for name in COUNTED}
    return _at_once().first(connection, values) is not None


@cache
def _at_once() -> CompiledStatement:
    recorded = RECORD_IF_CLAIMED.cte("recorded")
    attempt = DeliveryAttempt.__table__
    tried = [bindparam(f"attempt_{name}", type_=attempt.c[name].type) for name in ATTEMPTED]
    attempted = insert(attempt).from_select(
        ["message_id", *ATTEMPTED],
        select(recorded.c.id, *tried).where(bindparam("was_sent", type_=Boolean)),
        include_defaults=False,
    )
    numbers = [bindparam(f"counted_{name}", type_=statistics.c[name].type) for name in COUNTED]
    counted = insertion("postgresql", statistics, COUNTED, OnConflict.ADD).from_select(
        COUNTED, select(*numbers).select_from(recorded), include_defaults=False
    )
    later = table.alias("later")
    follower = (
        select(later.c.id)
        .where(
            later.c.channel == bindparam("counted_channel"),
            later.c.ordering_key == bindparam("key"),
            text("later.status = 'pending'"),
            later.c.id != bindparam("message"),  # the statement sees it as it was before
        )
        .order_by(later.c.blocked, later.c.id)
        .limit(literal_column("1"))
        .scalar_subquery()
    )
    is_finished = exists().where(recorded.c.finished_at.is_not(None))
    released = update(table).where(messages.blocked, messages.id == follower, is_finished).values(blocked=False)
    return CompiledStatement(
        select(recorded.c.id).add_cte(attempted.cte("attempted"), counted.cte("counted"), released.cte("released"))
    )
