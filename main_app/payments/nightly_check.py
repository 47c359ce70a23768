"""Runs the money check each night, in a thread of its own, because it asks providers and other tasks must not wait."""

import logging
import threading
from contextvars import copy_context
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from main_app.database import db
from main_app.orders.models import Payment
from main_app.payments.models import MoneyCheck
from main_app.payments.money_check import check_nightly, found_differences
from main_app.settings import settings
from service_kit import clock

HOUR = 3  # in DEFAULT_TIME_ZONE
AGAIN_AFTER = timedelta(minutes=10)  # a check that found something is repeated, so that its alert ends
NEWEST = select(func.max(MoneyCheck.checked_at))
FIRST_PAYMENT = select(func.min(Payment.created_at))

logger = logging.getLogger(__name__)


class NightlyCheck:
    """Starts the check if it is due. Two workers that start one at once do no harm."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def start_due(self) -> None:
        is_running = self._thread is not None and self._thread.is_alive()
        if not is_running and is_due(clock.now()):
            # In a copy of this context, which has the application.
            run = partial(copy_context().run, _check)
            self._thread = threading.Thread(target=run, daemon=True, name="money check")
            self._thread.start()


def _check() -> None:
    try:
        check_nightly()
    except Exception:
        logger.exception("the money check failed")


def is_due(now: datetime) -> bool:
    """Whether a night has begun since the last check, or since the first payment."""
    with db.engine.connect() as connection:
        last = connection.execute(NEWEST).scalar()
        since = last or connection.execute(FIRST_PAYMENT).scalar()
    if since is None:
        return False
    if last is not None and found_differences():
        return last < now - AGAIN_AFTER
    return since < _last_night(now)


def _last_night(now: datetime) -> datetime:
    here = now.astimezone(ZoneInfo(settings().default_time_zone))
    night = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return night if night <= here else night - timedelta(days=1)
