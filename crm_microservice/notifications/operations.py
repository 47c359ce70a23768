"""What can be done with notifications: receive one, receive many, list them."""

import base64
import binascii
import json
import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from crm_microservice import metrics
from crm_microservice.auth import Caller
from crm_microservice.notifications.drafts import draft_of
from crm_microservice.notifications.schemas import (
    MAX_BATCH_SIZE,
    NotificationQuery,
    NotifyBody,
    StreamQuery,
    parse_timestamp,
    shape_of,
)
from crm_microservice.notifications.store import (
    Draft,
    Filters,
    NotificationStore,
    Receipt,
    StoredNotification,
)
from crm_microservice.notifications.stream import Subscription
from crm_microservice.webhook_id import VISIBLE_ASCII, checked_webhook_id
from service_kit.problems import Forbidden, Invalid, TooLarge, validation_problem
from service_kit.search_words import searchable
from service_kit.strict_json import MAX_INTEGER

MAX_PAGE_BYTES = 256 * 1024  # of a list of notifications, whose texts stay as they were sent
MAX_ITEM_BYTES = 128 * 1024  # of one item of a batch, so that a page of a list always has room for one

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """Why one item of a batch was not stored."""

    id: str | None
    error: str
    field: str | None


@dataclass(frozen=True)
class NotificationPage:
    rows: list[StoredNotification]
    count: int
    next_cursor: str | None

    def first_half(self) -> "NotificationPage":
        """Return the first half of the page, with the cursor of what follows it."""
        rows = self.rows[: len(self.rows) // 2]
        return NotificationPage(rows, self.count, _cursor_of(rows[-1].sequence))


def receive_notification(store: NotificationStore, webhook_id: str | None, data: dict[str, Any]) -> Receipt:
    """Store one checked notification under its id. The same id again gets the same receipt.

    Raises Invalid for an unusable id.
    """
    draft = draft_of(checked_webhook_id(webhook_id), data)
    receipt = store.add([draft])[0]
    _count_and_log([draft], [receipt])
    return receipt


def receive_batch(store: NotificationStore, items: Sequence[Any], body_size: int) -> list[Receipt | Refusal]:
    """Store what is valid in one transaction and return a receipt or a refusal for each item, in order.

    An empty batch asks whether notifications would be stored now: the sender's probe.
    """
    if len(items) > MAX_BATCH_SIZE:
        raise TooLarge(f"A batch holds at most {MAX_BATCH_SIZE} notifications.", "too_many", "notifications")
    if not items:
        store.check()
    checked = [_checked(item, may_be_too_large=body_size > MAX_ITEM_BYTES) for item in items]
    drafts = [draft for draft in checked if isinstance(draft, Draft)]
    receipts = store.add(drafts)
    _count_and_log(drafts, receipts)
    next_receipt = iter(receipts)
    return [next(next_receipt) if isinstance(draft, Draft) else draft for draft in checked]


def _checked(item: Any, *, may_be_too_large: bool) -> Draft | Refusal:
    """Return the item's draft, or its refusal."""
    if not isinstance(item, dict):
        return Refusal(None, "Each item must be an object of id and data.", None)
    item_id = item.get("id")
    if not isinstance(item_id, str) or not re.fullmatch(VISIBLE_ASCII, item_id):
        return Refusal(None, "'id' must be 1 to 128 visible ASCII characters.", "id")
    unknown = set(item) - {"id", "data"}
    if unknown:
        return Refusal(item_id, "An item holds id and data, nothing else.", None)
    data = item.get("data")
    if not isinstance(data, dict):
        return Refusal(item_id, "'data' must be an object.", "data")
    if may_be_too_large and len(json.dumps(data, ensure_ascii=False).encode()) > MAX_ITEM_BYTES:
        return Refusal(item_id, f"'data' can have at most {MAX_ITEM_BYTES // 1024} KiB.", "data")
    try:
        NotifyBody.model_validate(data)
    except ValidationError as error:
        problem = validation_problem(error)
        metrics.NOTIFICATIONS.labels(shape_of(data), "refused").inc()
        return Refusal(item_id, problem.detail, problem.field)
    return draft_of(item_id, data)


def _count_and_log(drafts: Sequence[Draft], receipts: Sequence[Receipt]) -> None:
    """Count and log what one request stored and what it repeated, one line for each."""
    found: dict[str, list[tuple[Draft, Receipt]]] = {}
    for draft, receipt in zip(drafts, receipts, strict=True):
        found.setdefault("repeated" if receipt.repeated else "stored", []).append((draft, receipt))
    for outcome, pairs in found.items():
        for shape, number in Counter(draft.shape for draft, _ in pairs).items():
            metrics.NOTIFICATIONS.labels(shape, outcome).inc(number)
        if len(pairs) == 1:
            draft, receipt = pairs[0]
            facts = {"sequence": receipt.sequence, "booking_id": receipt.booking_id, "shape": draft.shape}
            extra = {"notification_id": receipt.notification_id, **facts}
            logger.info("notification %s", outcome, extra=extra)
        else:
            ids = [receipt.notification_id for _, receipt in pairs]
            sequences = [receipt.sequence for _, receipt in pairs]
            extra = {"notification_ids": ids, "first_sequence": min(sequences), "last_sequence": max(sequences)}
            logger.info("%s notifications %s", len(pairs), outcome, extra=extra)


def list_notifications(store: NotificationStore, caller: Caller, query: NotificationQuery) -> NotificationPage:
    """Return one page, newest first, of what the caller may see. Raises Invalid and Forbidden."""
    filters = Filters(
        facilitator_id=visible_facilitator(caller, query.facilitator_id),
        booking_id=query.booking_id,
        action=query.action,
        since=parse_timestamp(query.since) if query.since is not None else None,
        search=searchable(query.search) if query.search is not None else None,
    )
    before = _position_of(query.cursor) if query.cursor is not None else None
    # One more than asked for shows whether there is a next page.
    found = store.page(filters, query.limit + 1, before)
    listed = found[: query.limit]
    next_cursor = _cursor_of(listed[-1].sequence) if len(found) > len(listed) else None
    return NotificationPage(listed, store.count(filters), next_cursor)


def visible_facilitator(caller: Caller, asked: int | None) -> int | None:
    """Return whose notifications to show: the service may ask for any, a facilitator only for their own."""
    if asked is not None and not caller.may_manage(asked):
        raise Forbidden("These notifications belong to another facilitator.")
    return caller.facilitator_id if asked is None else asked


def permit_stream(caller: Caller, query: StreamQuery, last_event_id: str | None) -> Subscription:
    """Return what the caller's stream may show and from where on. Raises Invalid and Forbidden."""
    after = query.last_event_id
    if last_event_id:
        # The browser's own header is the newer word: the address still holds what the page began with.
        if not re.fullmatch(r"[0-9]{1,19}", last_event_id) or int(last_event_id) > MAX_INTEGER:
            raise Invalid("Last-Event-ID must be the id of an earlier event.", "Last-Event-ID")
        after = int(last_event_id)
    facilitator_id = visible_facilitator(caller, query.facilitator_id)
    return Subscription(facilitator_id, after, caller.sign_in)


def _cursor_of(sequence: int) -> str:
    return base64.urlsafe_b64encode(f"before:{sequence}".encode()).decode().rstrip("=")


def _position_of(cursor: str) -> int:
    try:
        written = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        written = ""
    match = re.fullmatch(r"before:([1-9][0-9]{0,18})", written)
    if match is None or int(match[1]) > MAX_INTEGER:
        raise Invalid("'cursor' must be the next_cursor of an earlier response.", "cursor")
    return int(match[1])
