"""The settings of the CRM."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast
from urllib.parse import urlsplit

import limits
from flask import current_app
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from service_kit.settings import LOOPBACK, DatabaseUrl, Flag, Port, Settings, Url, default_database

PACKAGE_FOLDER = Path(__file__).resolve().parent
DEFAULT_MAIN_URL = "http://localhost:5000"
VITE_PORT = 5173
CONSOLE = Path("-")


def _rate(written: str) -> str:
    try:
        limits.parse_many(written)
    except ValueError:
        raise ValueError('must be a rate such as "600 per minute"') from None
    return written


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


Rate = Annotated[str, AfterValidator(_rate)]
Seconds = Annotated[float, Field(gt=0, lt=3600)]


class CrmSettings(Settings):
    other_names = ("PUBLIC_URL",)

    port: Port = Field(5001, alias="CRM_PORT")
    database_url: DatabaseUrl = Field("", alias="CRM_DATABASE_URL", repr=False)
    main_base_url: Url = DEFAULT_MAIN_URL
    debug: Flag = Field(False, alias="CRM_DEBUG")
    log_file: Path | None = Field(Path("crm_notifications.log"), alias="CRM_LOG_FILE")  # None: the console
    notification_store: Annotated[Literal["sqlite", "sql", "json"], BeforeValidator(_lower)] = "sqlite"
    notification_log_file: Path = Path("notifications.json")
    open_notifications: Flag = Field(False, alias="CRM_OPEN_NOTIFICATIONS")
    # Counts requests. The worker sends up to 100 notifications with each, so a backlog stays far below it.
    notify_limit: Rate = Field("30000 per minute", alias="CRM_NOTIFY_LIMIT")
    webhook_limit: Rate = Field("600 per minute", alias="CRM_WEBHOOK_LIMIT")
    stream_poll_seconds: Seconds = Field(0.25, alias="CRM_STREAM_POLL_SECONDS")
    stream_heartbeat_seconds: Seconds = Field(15.0, alias="CRM_STREAM_HEARTBEAT_SECONDS")

    @model_validator(mode="after")
    def _resolve_files(self) -> Self:
        """Relative paths start at DATA_DIR."""
        file = self.data_dir / self.notification_log_file
        log_file = self.data_dir / self.log_file if self.log_file and self.log_file != CONSOLE else None
        # An earlier release kept the JSON file beside the code. An installation that has it there goes on with it.
        earlier = PACKAGE_FOLDER / self.notification_log_file
        if earlier.is_file() and not file.exists():
            file = earlier
        return self.model_copy(update={"log_file": log_file, "notification_log_file": file})

    @classmethod
    def defaults(cls, read: Mapping[str, Any]) -> dict[str, Any]:
        main_base_url = read.get("MAIN_BASE_URL", DEFAULT_MAIN_URL)
        if read.get("APP_ENV") == "production":
            origins = _origins_in_production(read.get("PUBLIC_URL") or main_base_url)
        else:
            origins = _origins_in_development(main_base_url)
        database_url = default_database(read, "crm.db")
        return super().defaults(read) | {"CRM_DATABASE_URL": database_url, "CORS_ORIGINS": origins}

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if self.open_notifications and self.host not in LOOPBACK:
            yield f"CRM_OPEN_NOTIFICATIONS must be off where HOST={self.host} is open to the network."

    def production_rules(self) -> Iterator[tuple[str, str]]:
        yield from super().production_rules()
        if self.debug:
            yield "CRM_DEBUG", "must be off"
        if self.open_notifications:
            yield "CRM_OPEN_NOTIFICATIONS", "must be off"
        yield from self.require_https("MAIN_BASE_URL", self.main_base_url)


def _origins_in_production(web_app: str) -> tuple[str, ...]:
    parts = urlsplit(web_app)
    return () if parts.hostname in LOOPBACK else (f"{parts.scheme}://{parts.netloc}",)


def _origins_in_development(main_base_url: str) -> tuple[str, ...]:
    """The origins of the web app: the main API, and Vite on this machine."""
    main = urlsplit(main_base_url)
    port = f":{main.port}" if main.port else ""
    local = [host for host in LOOPBACK if ":" not in host]
    hosts = local if main.hostname in LOOPBACK else [main.hostname]
    return (*(f"{main.scheme}://{host}{port}" for host in hosts), *(f"http://{host}:{VITE_PORT}" for host in local))


def settings() -> CrmSettings:
    """The settings of the current app."""
    return cast(CrmSettings, current_app.extensions["settings"])
