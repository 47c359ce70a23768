"""Opens the store the configuration names."""

from flask import Flask

from crm_microservice.config import Config
from crm_microservice.database import db
from crm_microservice.notifications.sql_store import SqlStore
from crm_microservice.notifications.store import NotificationStore


def open_store(app: Flask, config: Config) -> NotificationStore:
    with app.app_context():
        return SqlStore(db.engine, apply=lambda _connection, _rows: None)
