"""Writes and withdraws planned messages, in the caller's transaction. Never commits.

A reminder is unique per booking, kind, channel and start of the session: planning it again restores a withdrawn one,
and leaves one that was sent as it is. Other messages are unique per journal entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, bindparam, exists, func, insert, literal_column, null, or_, select, update
from sqlalchemy.orm import Session

from main_app.auth.organisations import ONLY_ORGANISATION
from main_app.database import Installation
from main_app.messages.caps import MessageToSend, beyond_caps
from main_app.messages.configured_channels import configured_channels
from main_app.messages.kinds import IN_APP, TEAM, template_of
from main_app.messages.models import PlannedMessage, PlanState, TemplateComparison
from main_app.messages.reasons import MAY_HAVE_BEEN_SENT, NOT_SET_UP, TOO_MANY_MESSAGES
from main_app.outbox.enqueue import NewMessage, enqueue, new_event_id
from main_app.outbox.models import MessageStatus, OutboxMessage
from main_app.outbox.wakeup import wake_workers_after_commit
from main_app.settings import settings
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import insert_of
from service_kit.ids import new_id

table, outbox = PlannedMessage.__table__, OutboxMessage.__table__.c
plans = table.c
PLANNED, QUEUED = PlanState.PLANNED.value, PlanState.QUEUED.value
SKIPPED, WITHDRAWN = PlanState.SKIPPED.value, PlanState.WITHDRAWN.value
COMPARED = select(TemplateComparison.kind)
# Entries up to this one were written before a restore, and may have been processed after the backup.
LAST_RESTORED_ENTRY = select(Installation.__table__.c.last_entry_id)
SKIPPED_LITERAL = literal_column(f"'{MessageStatus.SKIPPED.value}'")
INSERT = insert(table).returning(plans.id, plans.public_id)
WAS_SKIPPED = exists(  # before delivery, because the booking was cancelled or moved
    # The status is part of the SQL: with a parameter, PostgreSQL plans the statement anew for each row.
    select(outbox.id).where(outbox.event_id == plans.event_id, outbox.status == SKIPPED_LITERAL)
)
WAS_NOT_SENT = or_(plans.state != QUEUED, WAS_SKIPPED.correlate(table))


@cache
def _compiled_reminder_statement(dialect: str, columns: tuple[str, ...]) -> CompiledStatement:
    return CompiledStatement(reminder_statement(dialect).inline(), columns)


@cache  # building a statement takes longer than running it
def reminder_statement(dialect: str) -> Any:
    """The statement that plans reminders, or plans them again if they were not sent."""
    statement = insert_of(dialect, table)
    return statement.on_conflict_do_update(
        index_elements=[plans.booking_id, plans.kind, plans.channel, plans.start_version],
        set_={
            "state": statement.excluded.state,
            "reason": statement.excluded.reason,
            "due_at": statement.excluded.due_at,
            "entry_id": func.coalesce(statement.excluded.entry_id, plans.entry_id),
            "event_id": null(),
            "updated_at": statement.excluded.updated_at,
        },
        where=WAS_NOT_SENT,
    )


WITHDRAW = (
    update(table)
    .where(
        plans.booking_id == bindparam("of_booking"),
        plans.start_version.is_not(None),
        plans.start_version != bindparam("kept_version"),
        plans.state == PLANNED,
    )
    .values(state=WITHDRAWN, reason=bindparam("why"), updated_at=bindparam("now"))
)


@dataclass(frozen=True)
class Plan:
    """A message to one person through one channel.

    `user_id` is the receiver; `recipient` names one without an account. Only reminders have a `start_version`.
    `skip` is the reason why it is not sent, `early` the reason why it is sent earlier than its kind says.
    """

    kind: str
    channel: str
    subject: str  # "booking:12"
    due_at: datetime | None = None  # None: at once
    booking_id: int | None = None
    user_id: int | None = None
    entry_id: int | None = None
    start_version: int | None = None
    recipient: str = ""
    data: dict[str, Any] | None = None
    api_key_id: int | None = None
    language: str | None = None  # None: the person's own
    skip: str | None = None
    early: str | None = None
    version: int = 1  # of the subject; shown in its timeline
    by_receiver: bool = False  # the receiver caused it


@dataclass(frozen=True)
class Withdrawal:
    """Withdraws the reminders of a booking, except those for the start with `kept_version`."""

    booking_id: int
    reason: str
    kept_version: int = 0  # 0: all are withdrawn


def write_plans(connection: Connection | Session, new_plans: Sequence[Plan]) -> list[str]:
    """Write these plans, and the messages of those that are due. Returns their public ids, in order.

    A reminder that was planned before keeps its public id. The number of statements does not depend on the plans.
    """
    if not new_plans:
        return []
    now = clock.now()
    configured = configured_channels(settings())
    compared = set(connection.execute(COMPARED).scalars())
    last_restored = connection.execute(LAST_RESTORED_ENTRY).scalar_one()
    rows = [_row(plan, now, configured, compared, last_restored) for plan in new_plans]
    reminders = {
        (plan.booking_id, plan.kind, plan.channel, plan.start_version): row
        for plan, row in zip(new_plans, rows, strict=True)
        if plan.start_version is not None
    }
    if reminders:
        bind = connection.connection() if isinstance(connection, Session) else connection
        # Sorted, so that two transactions that plan for the same bookings cannot deadlock.
        in_order = sorted(reminders, key=str)
        compiled = _compiled_reminder_statement(bind.dialect.name, tuple(rows[0]))
        compiled.run(bind, *(reminders[key] for key in in_order))
        wake_workers_after_commit()
    others = [(plan, row) for plan, row in zip(new_plans, rows, strict=True) if plan.start_version is None]
    if others:
        _skip_beyond_caps(connection, others)
        ids = {inserted.public_id: inserted.id for inserted in connection.execute(INSERT, [row for _, row in others])}
        enqueue(
            connection,
            [message_of(ids[row["public_id"]], row, plan.version) for plan, row in others if row["state"] == QUEUED],
        )
        wake_workers_after_commit()
    return [row["public_id"] for row in rows]


def withdraw_plans(connection: Connection | Session, withdrawals: Sequence[Withdrawal]) -> None:
    """Withdraw waiting reminders. One that is in the outbox already is skipped before its delivery."""
    now = clock.now()
    connection.execute(
        WITHDRAW,
        [
            {"of_booking": each.booking_id, "kept_version": each.kept_version, "why": each.reason, "now": now}
            for each in sorted(withdrawals, key=lambda withdrawal: withdrawal.booking_id)
        ],
    )


def _skip_beyond_caps(connection: Connection | Session, others: Sequence[tuple[Plan, dict[str, Any]]]) -> None:
    sent = [(plan, row) for plan, row in others if row["state"] == QUEUED]
    wanted = [
        MessageToSend(plan.user_id, plan.channel, plan.booking_id, plan.kind, plan.by_receiver) for plan, _ in sent
    ]
    for (_, row), beyond in zip(sent, beyond_caps(connection, wanted), strict=True):
        if beyond:
            row |= {"state": SKIPPED, "reason": TOO_MANY_MESSAGES, "event_id": None}


def message_of(plan_id: int, row: Any, version: int = 1) -> NewMessage:
    """The outbox message of a plan, from the plan's columns."""
    return NewMessage(
        channel=row["channel"],
        kind=template_of(row["kind"]),
        subject=row["subject"],
        payload={"plan_id": plan_id},
        version=version,
        recipient=row["recipient"] or f"user:{row['user_id']}",
        destination=row["recipient"] if row["channel"] in TEAM else "",  # one team's broken webhook holds back no other
        event_id=row["event_id"],
    )


def _gets_second_variant(plan: Plan) -> bool:
    """Half of all bookings do, including those of other systems. All messages of a booking have the same variant."""
    return bool((plan.booking_id or crc32(plan.subject.encode())) % 2)


def _row(
    plan: Plan, now: datetime, configured: frozenset[str], compared: set[str], last_restored: int
) -> dict[str, Any]:
    skip = plan.skip or (None if plan.channel in configured else NOT_SET_UP)
    due_now = plan.start_version is None and (plan.due_at is None or plan.due_at <= now)
    if due_now and plan.entry_id is not None and plan.entry_id <= last_restored and plan.channel != IN_APP:
        skip = skip or MAY_HAVE_BEEN_SENT
    state = SKIPPED if skip else QUEUED if due_now else PLANNED
    return {
        "public_id": new_id("ntf"),
        "organisation_id": ONLY_ORGANISATION,
        "api_key_id": plan.api_key_id,
        "subject": plan.subject,
        "booking_id": plan.booking_id,
        "user_id": plan.user_id,
        "entry_id": plan.entry_id,
        "kind": plan.kind,
        "channel": plan.channel,
        "recipient": plan.recipient,
        "language": plan.language,
        "variant": "b" if template_of(plan.kind) in compared and _gets_second_variant(plan) else "a",
        "start_version": plan.start_version,
        "due_at": plan.due_at or now,
        "state": state,
        "reason": skip or plan.early,
        "data": plan.data,
        "event_id": new_event_id() if state == QUEUED else None,
        "created_at": now,
        "updated_at": now,
    }
