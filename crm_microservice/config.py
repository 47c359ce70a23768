"""The CRM's settings: read once from the environment and `.env`, checked before anything starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import limits
from dotenv import dotenv_values

PACKAGE_FOLDER = Path(__file__).resolve().parent
PROJECT_ROOT = PACKAGE_FOLDER.parent

DEVELOPMENT_TOKEN = "your-static-bearer-token-here"
DEVELOPMENT_SECRET = "development-only-secret-change-me-before-production"
SHORTEST_PRODUCTION_SECRET = 32  # characters
LOOPBACK = ("localhost", "127.0.0.1")
VITE_PORT = 5173


class ConfigurationError(Exception):
    """A setting that would make the service unsafe or unable to start; the message says what to change."""


@dataclass(frozen=True)
class Config:
    """Every setting of the service. Paths are absolute, durations are seconds."""

    app_env: str
    debug: bool
    host: str
    port: int
    web_workers: int
    trusted_proxies: int
    data_dir: Path
    database_url: str
    auth_tokens: tuple[str, ...] = field(repr=False)
    secret_key: str = field(repr=False)
    jwt_secret_key: str = field(repr=False)
    notification_store: str
    notification_log_file: Path
    log_file: Path
    open_notifications: bool
    cors_origins: tuple[str, ...]
    main_base_url: str
    stream_poll_seconds: float
    stream_heartbeat_seconds: float
    rate_limits: bool
    rate_limit_storage: str
    notify_limit: str
    webhook_limit: str


def load_config(overrides: Mapping[str, str] | None = None) -> Config:
    """Return the settings: `overrides`, then the real environment, then `.env`, then the defaults.

    Raises ConfigurationError for a value that cannot be used.
    """
    dotenv = {name: value for name, value in dotenv_values(PROJECT_ROOT / ".env").items() if value is not None}
    settings = {**dotenv, **os.environ, **(overrides or {})}
    data_dir = Path(settings.get("DATA_DIR") or PROJECT_ROOT / "instance")
    if not data_dir.is_absolute():
        data_dir = PROJECT_ROOT / data_dir
    main_base_url = (settings.get("MAIN_BASE_URL") or "http://localhost:5000").rstrip("/")
    config = Config(
        app_env=settings.get("APP_ENV") or "development",
        debug=_flag(settings, "CRM_DEBUG"),
        host=settings.get("HOST") or "127.0.0.1",
        port=_number(settings, "CRM_PORT", 5001),
        web_workers=_number(settings, "WEB_WORKERS", 2),
        trusted_proxies=_number(settings, "TRUSTED_PROXIES", 0, lowest=0),
        data_dir=data_dir,
        database_url=_database_url(settings.get("CRM_DATABASE_URL") or f"sqlite:///{data_dir / 'crm.db'}"),
        auth_tokens=_tokens(settings),
        secret_key=settings.get("SECRET_KEY") or DEVELOPMENT_SECRET,
        jwt_secret_key=settings.get("JWT_SECRET_KEY") or DEVELOPMENT_SECRET,
        notification_store=(settings.get("NOTIFICATION_STORE") or "sqlite").lower(),
        notification_log_file=PACKAGE_FOLDER / (settings.get("NOTIFICATION_LOG_FILE") or "notifications.json"),
        log_file=PACKAGE_FOLDER / (settings.get("CRM_LOG_FILE") or "crm_notifications.log"),
        open_notifications=_flag(settings, "CRM_OPEN_NOTIFICATIONS"),
        cors_origins=_list(settings.get("CORS_ORIGINS") or "") or _own_origins(main_base_url),
        main_base_url=main_base_url,
        stream_poll_seconds=_seconds(settings, "CRM_STREAM_POLL_SECONDS", 0.25),
        stream_heartbeat_seconds=_seconds(settings, "CRM_STREAM_HEARTBEAT_SECONDS", 15.0),
        rate_limits=_flag(settings, "RATELIMIT_ENABLED", default="true"),
        rate_limit_storage=settings.get("RATELIMIT_STORAGE_URI") or "memory://",
        # One sender alone reaches 500 to 800 a second: a backlog must not be slowed down.
        notify_limit=_limit(settings, "CRM_NOTIFY_LIMIT", "30000 per minute"),
        webhook_limit=_limit(settings, "CRM_WEBHOOK_LIMIT", "600 per minute"),
    )
    _check(config)
    return config


def _check(config: Config) -> None:
    if config.app_env not in {"development", "production"}:
        raise ConfigurationError("APP_ENV must be development or production.")
    if config.notification_store not in {"sql", "sqlite", "json"}:
        raise ConfigurationError("NOTIFICATION_STORE must be sqlite (also written sql) or json.")
    if "*" in config.cors_origins:
        raise ConfigurationError("CORS_ORIGINS must list the allowed origins one by one; * is refused.")
    if config.app_env == "production":
        _check_production(config)


def _own_origins(main_base_url: str) -> tuple[str, ...]:
    """Where the web app is served from: by the main API, and by Vite on this machine."""
    main = urlsplit(main_base_url)
    port = f":{main.port}" if main.port else ""
    hosts = LOOPBACK if main.hostname in LOOPBACK else (main.hostname,)
    served = [f"{main.scheme}://{host}{port}" for host in hosts]
    return (*served, *(f"http://{host}:{VITE_PORT}" for host in LOOPBACK))


def _check_production(config: Config) -> None:
    secrets = {"SECRET_KEY": [config.secret_key], "JWT_SECRET_KEY": [config.jwt_secret_key]}
    for name, values in {**secrets, "CRM_AUTH_TOKEN": list(config.auth_tokens)}.items():
        for value in values:
            if value in {DEVELOPMENT_TOKEN, DEVELOPMENT_SECRET} or len(value) < SHORTEST_PRODUCTION_SECRET:
                raise ConfigurationError(
                    f"{name} must be a secret of your own with at least {SHORTEST_PRODUCTION_SECRET} characters "
                    "where APP_ENV=production."
                )
    if config.debug:
        raise ConfigurationError("CRM_DEBUG must be off where APP_ENV=production.")
    if config.open_notifications:
        raise ConfigurationError("CRM_OPEN_NOTIFICATIONS must be off where APP_ENV=production.")
    main = urlsplit(config.main_base_url)
    if main.scheme != "https" and main.hostname not in (*LOOPBACK, "::1"):
        raise ConfigurationError("MAIN_BASE_URL must be https where APP_ENV=production, or a loopback address.")


def _tokens(settings: Mapping[str, str]) -> tuple[str, ...]:
    written = next(
        (settings[name] for name in ("CRM_AUTH_TOKEN", "WEBHOOK_API_KEY", "CRM_API_KEY") if settings.get(name)),
        "",
    )
    tokens = _list(written or DEVELOPMENT_TOKEN)
    if not 1 <= len(tokens) <= 2:
        raise ConfigurationError("CRM_AUTH_TOKEN holds one token, or two separated by a comma while rotating.")
    return tokens


def _database_url(url: str) -> str:
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _limit(settings: Mapping[str, str], name: str, default: str) -> str:
    written = settings.get(name) or default
    try:
        limits.parse_many(written)
    except ValueError as error:
        raise ConfigurationError(f'{name} must be a rate such as "600 per minute".') from error
    return written


def _flag(settings: Mapping[str, str], name: str, default: str = "false") -> bool:
    written = (settings.get(name) or default).strip().lower()
    if written in {"1", "true", "yes", "on"}:
        return True
    if written in {"0", "false", "no", "off"}:
        return False
    raise ConfigurationError(f"{name} must be true or false.")


def _number(settings: Mapping[str, str], name: str, default: int, lowest: int = 1) -> int:
    written = settings.get(name) or str(default)
    if not written.isdecimal() or not lowest <= int(written) <= 65535:
        raise ConfigurationError(f"{name} must be a whole number from {lowest} to 65535.")
    return int(written)


def _seconds(settings: Mapping[str, str], name: str, default: float) -> float:
    try:
        seconds = float(settings.get(name) or default)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 3600:
        raise ConfigurationError(f"{name} must be a number of seconds above 0 and below 3600.")
    return seconds
