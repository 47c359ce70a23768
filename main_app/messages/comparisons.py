"""A/B tests of templates: how often the mails of two variants are opened and clicked. Off until an admin turns one on.

While a kind is compared, its mails contain a picture that counts openings, and their button leads to a redirect that
counts clicks. Mail scanners open and click too, in both variants alike.
"""

from collections.abc import Mapping
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from main_app.database import db
from main_app.messages.kinds import EMAIL, KINDS
from main_app.messages.models import PlannedMessage, TemplateComparison
from main_app.messages.rendering import variants_of
from main_app.outbox.models import MessageStatus, OutboxMessage
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Invalid, NotFound

COUNTED_PAGES = ("manage_url", "booking_url", "event_url")
plans, messages = PlannedMessage.__table__.c, OutboxMessage.__table__.c
STARTED = select(TemplateComparison.kind, TemplateComparison.started_at)
COUNTS = (
    select(
        plans.variant,
        func.count().label("sent"),
        func.count(plans.opened_at).label("opened"),
        func.count(plans.clicked_at).label("clicked"),
    )
    .join_from(PlannedMessage.__table__, OutboxMessage.__table__, messages.event_id == plans.event_id)
    .where(
        plans.kind == bindparam("of_kind"),
        plans.channel == EMAIL,
        plans.created_at >= bindparam("since"),
        messages.status == MessageStatus.DELIVERED.value,
    )
    .group_by(plans.variant)
)
IS_COMPARED = select(TemplateComparison.kind).where(TemplateComparison.kind == plans.kind).exists()


def compared_kinds(connection: Connection | Session) -> frozenset[str]:
    return frozenset(connection.execute(select(TemplateComparison.kind)).scalars())


def list_comparisons() -> list[dict[str, Any]]:
    """Every kind that has a second variant, with the counts of both variants since the comparison began."""
    started = {row.kind: row.started_at for row in db.session.execute(STARTED)}
    return [
        {
            "kind": kind,
            "on": kind in started,
            "started_at": clock.iso(started[kind]) if kind in started else None,
            "variants": _counts(kind, started.get(kind)),
        }
        for kind in KINDS
        if len(variants_of(kind)) > 1
    ]


def switch_comparison(kind: str, on: bool) -> None:
    """Begin or end a comparison. A new comparison counts from now on. Raises NotFound or Invalid."""
    if kind not in KINDS:
        raise NotFound("kind of message")
    if len(variants_of(kind)) < 2:
        raise Invalid(f"Messages of the kind {kind} have one variant only.", "on")
    with write_transaction() as db_session:
        running = db_session.get(TemplateComparison, kind)
        if on and running is None:
            db_session.add(TemplateComparison(kind=kind, started_at=clock.now()))
        elif not on:
            db_session.execute(delete(TemplateComparison).where(TemplateComparison.kind == kind))


def record_open(token: str) -> None:
    """Record that a mail was opened. An invalid token changes nothing."""
    plan_id, _ = _read(token)
    if plan_id:
        _record(plan_id, opened_at=func.coalesce(plans.opened_at, clock.now()))


def record_click(token: str) -> str:
    """Record that a mail's button was clicked, and return the page it leads to. Raises NotFound."""
    plan_id, page = _read(token)
    if not plan_id or not page:
        raise NotFound("link")
    now = clock.now()
    # A click is an opening too: the mail program may not have loaded the picture.
    _record(
        plan_id,
        opened_at=func.coalesce(plans.opened_at, now),
        clicked_at=func.coalesce(plans.clicked_at, now),
    )
    return settings().public_url + page


def click_tracking_urls(plan_id: int, values: Mapping[str, Any]) -> dict[str, str]:
    """The addresses of the mail's buttons, replaced by redirects that count the click."""
    home = settings().public_url
    return {
        name: f"{home}/m/{_token(plan_id, str(values[name]).removeprefix(home))}/go"
        for name in COUNTED_PAGES
        if str(values.get(name) or "").startswith(home + "/")
    }


def with_tracking_pixel(plan_id: int, html: str) -> str:
    picture = f'<img src="{settings().public_url}/m/{_token(plan_id)}/open.gif" width="1" height="1" alt="">'
    return html.replace("</body>", f"{picture}</body>")


def _counts(kind: str, since: Any) -> list[dict[str, Any]]:
    counts = {}
    if since is not None:
        counts = {row.variant: row for row in db.session.execute(COUNTS, {"of_kind": kind, "since": since})}
    names = ("sent", "opened", "clicked")
    return [
        {"variant": variant} | {name: getattr(counts.get(variant), name, 0) for name in names}
        for variant in variants_of(kind)
    ]


def _record(plan_id: int, **values: Any) -> None:
    with write_transaction() as db_session:
        db_session.execute(update(PlannedMessage).where(plans.id == plan_id, IS_COMPARED).values(**values))


def _token(plan_id: int, page: str = "") -> str:
    return _serializer().dumps([plan_id, page])


def _read(token: str) -> tuple[int, str]:
    try:
        parts = _serializer().loads(token)
    except BadData:
        return 0, ""
    match parts:
        case [int(plan_id), str(page)] if not page or (page.startswith("/") and not page.startswith("//")):
            return plan_id, page
    return 0, ""


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="samaya openings and clicks")
