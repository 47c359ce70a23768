"""Opens the store the configuration names."""

from flask import Flask

from crm_microservice.config import Config
from crm_microservice.database import db
from crm_microservice.facilitators.views import apply_notifications
from crm_microservice.notifications.json_store import JsonStore
from crm_microservice.notifications.sql_store import SqlStore
from crm_microservice.notifications.store import NotificationStore


def open_store(app: Flask, config: Config) -> NotificationStore:
    if config.notification_store == "json":
        return JsonStore(config.notification_log_file)
    with app.app_context():
        return SqlStore(db.engine, apply=apply_notifications)
