"""Access to the application's notification store, and to its database after all notifications are applied."""

import logging

from flask import Flask, Response, current_app
from sqlalchemy import Engine

from crm_microservice.database import db
from crm_microservice.notifications.catch_up import catch_up
from crm_microservice.notifications.store import NotificationStore, StoreUnavailable
from service_kit.problems import Unavailable, problem_response

logger = logging.getLogger(__name__)


def current_store() -> NotificationStore:
    """Return the application's store."""
    return current_app.extensions["notification_store"]


def up_to_date_engine() -> Engine:
    """Apply all stored notifications to the read models, then return the engine."""
    parts = current_app.extensions
    catch_up(db.engine, current_store(), parts["apply_notifications"], parts["forget_erased"])
    return db.engine


def init_store_problems(app: Flask) -> None:
    @app.errorhandler(StoreUnavailable)
    def on_store_unavailable(error: StoreUnavailable) -> Response:
        logger.error("the notification store is not available", exc_info=error)
        return problem_response(Unavailable("Storage is not available. Please try again.", "store_unavailable"))
