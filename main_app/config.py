"""Settings from the environment and `.env`, checked once, before anything starts."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import load_dotenv

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "development-only-secret-change-me-before-production"
DEVELOPMENT_CRM_TOKEN = "your-static-bearer-token-here"
DEFAULT_CRM_URL = "http://localhost:5001"
SHORTEST_SECRET = 32
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ConfigurationError(Exception):
    """A setting that cannot work; the message says which one and what to write instead."""


def load_config() -> dict[str, Any]:
    """Read every setting of the main API and its worker.

    Raises ConfigurationError where a value cannot be used or is unsafe for production.
    """
    load_dotenv(PROJECT_ROOT / ".env", override=False)
    # A relative path counts from the project, wherever the command was typed: both services must mean one folder.
    data_dir = (PROJECT_ROOT / (os.environ.get("DATA_DIR") or "instance")).resolve()
    config: dict[str, Any] = {
        "APP_ENV": _choice("APP_ENV", "development", ("development", "production")),
        "DATA_DIR": data_dir,
        "HOST": os.environ.get("HOST") or "127.0.0.1",
        "MAIN_PORT": _integer("MAIN_PORT", 5000, 1, 65535),
        "TRUSTED_PROXIES": _integer("TRUSTED_PROXIES", 0, 0, 9),
        "WEB_WORKERS": _integer("WEB_WORKERS", 2, 1, 64),
        "FLASK_DEBUG": _boolean("FLASK_DEBUG", False),
        "SECRET_KEY": os.environ.get("SECRET_KEY") or DEVELOPMENT_SECRET,
        "JWT_SECRET_KEY": os.environ.get("JWT_SECRET_KEY") or DEVELOPMENT_SECRET,
        "SQLALCHEMY_DATABASE_URI": database_url(
            os.environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'samaya.db'}"
        ),
        "PUBLIC_URL": public_url(),
        "CRM_BASE_URL": crm_base_url(),
        "CRM_PUBLIC_URL": os.environ.get("CRM_PUBLIC_URL") or crm_base_url(),
        "CRM_AUTH_TOKEN": crm_auth_token(),
        "CRM_REQUEST_TIMEOUT": _integer("CRM_REQUEST_TIMEOUT", 10, 1, 300),
        "CRM_HEALTH_TIMEOUT": _integer("CRM_HEALTH_TIMEOUT", 5, 1, 60),
        "CRM_PROBE_TIMEOUT": _integer("CRM_PROBE_TIMEOUT", 3, 1, 60),
        "SERVICE_TOKENS": service_tokens(),
        "CORS_ORIGINS": _list("CORS_ORIGINS", "http://localhost:5173,http://127.0.0.1:5173"),
        "PASSWORD_HASHING": _choice("PASSWORD_HASHING", "strong", ("strong", "cheap")),
        "COOKIE_SECURE": _boolean("COOKIE_SECURE", os.environ.get("APP_ENV") == "production"),
        "RATELIMIT_ENABLED": _boolean("RATELIMIT_ENABLED", True),
        "RATELIMIT_STORAGE_URI": os.environ.get("RATELIMIT_STORAGE_URI") or "memory://",
        "NOTIFICATION_WORKERS": _integer("NOTIFICATION_WORKERS", 3, 1, 64),
        "NOTIFICATION_POLL_INTERVAL": _integer("NOTIFICATION_POLL_INTERVAL", 10, 1, 3600),
        "NOTIFICATION_BATCH_SIZE": _integer("NOTIFICATION_BATCH_SIZE", 100, 1, 100),
        "NOTIFICATION_MAX_RETRIES": _integer("NOTIFICATION_MAX_RETRIES", 3, 0, 3),
        "JOURNAL_RETENTION_DAYS": _integer("JOURNAL_RETENTION_DAYS", 1095, 1, 36500),
        "NOTIFICATION_RETENTION_DAYS": _integer("NOTIFICATION_RETENTION_DAYS", 90, 1, 36500),
        "NOTIFICATION_LEASE_SECONDS": _integer("NOTIFICATION_LEASE_SECONDS", 15, 1, 3600),
        "ALERT_WEBHOOK_URL": os.environ.get("ALERT_WEBHOOK_URL") or None,
        "ALERT_OLDEST_PENDING_SECONDS": _integer("ALERT_OLDEST_PENDING_SECONDS", 300, 1, 86400),
        "MAX_CONTENT_LENGTH": 64 * 1024,
    }
    if "*" in config["CORS_ORIGINS"]:
        raise ConfigurationError("CORS_ORIGINS must list the allowed origins one by one: * would let in any site.")
    if config["APP_ENV"] == "production":
        _refuse_unsafe(config)
    data_dir.mkdir(parents=True, exist_ok=True)
    return config


def public_url() -> str:
    """What links in answers, messages and feeds begin with. The Host header is the caller's word, not ours."""
    url = os.environ.get("PUBLIC_URL") or f"http://localhost:{_integer('MAIN_PORT', 5000, 1, 65535)}"
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ConfigurationError(f"PUBLIC_URL must be an address such as https://samaya.example.com, not {url!r}.")
    return url.rstrip("/")


def crm_base_url() -> str:
    """Where the CRM listens. CRM_WEBHOOK_URL is another name for it, with `/webhooks` at its end."""
    url = os.environ.get("CRM_BASE_URL")
    if not url:
        url = (os.environ.get("CRM_WEBHOOK_URL") or "").rstrip("/").removesuffix("/webhooks")
    return (url or DEFAULT_CRM_URL).rstrip("/")


def crm_auth_token() -> str:
    """The bearer token to send."""
    return service_tokens()[0]


def service_tokens() -> list[str]:
    """The tokens to accept. While a token is being replaced two stand here; the first is sent."""
    for name in ("CRM_AUTH_TOKEN", "WEBHOOK_API_KEY", "CRM_API_KEY"):
        if os.environ.get(name):
            return _list(name, "")
    return [DEVELOPMENT_CRM_TOKEN]


def database_url(url: str) -> str:
    """Name the driver we install, whichever of the usual spellings of PostgreSQL's scheme is used."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url[len(scheme) :]
    return url


def _refuse_unsafe(config: dict[str, Any]) -> None:
    secrets = [(name, config[name]) for name in ("SECRET_KEY", "JWT_SECRET_KEY")]
    for name, secret in [*secrets, *(("CRM_AUTH_TOKEN", token) for token in service_tokens())]:
        if secret in (DEVELOPMENT_SECRET, DEVELOPMENT_CRM_TOKEN) or len(secret) < SHORTEST_SECRET:
            raise ConfigurationError(
                f"{name} must be set to a secret of at least {SHORTEST_SECRET} characters in production. "
                'Make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
    if config["FLASK_DEBUG"]:
        raise ConfigurationError("FLASK_DEBUG must be off in production: it shows the code to anyone.")
    if config["PASSWORD_HASHING"] != "strong":
        raise ConfigurationError("PASSWORD_HASHING must be 'strong' in production.")
    if urlsplit(config["CRM_BASE_URL"]).scheme == "http" and not _is_loopback(config["CRM_BASE_URL"]):
        raise ConfigurationError("CRM_BASE_URL must be https in production, or a loopback address.")


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in LOOPBACK


def _integer(name: str, default: int, lowest: int, highest: int) -> int:
    text = os.environ.get(name) or str(default)
    try:
        value = int(text)
    except ValueError:
        raise ConfigurationError(f"{name} must be a whole number, not {text!r}.") from None
    if not lowest <= value <= highest:
        raise ConfigurationError(f"{name} must be between {lowest} and {highest}, not {value}.")
    return value


def _boolean(name: str, default: bool) -> bool:
    text = (os.environ.get(name) or str(default)).strip().lower()
    if text in ("1", "true", "yes", "on"):
        return True
    if text in ("0", "false", "no", "off"):
        return False
    raise ConfigurationError(f"{name} must be true or false, not {text!r}.")


def _choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = os.environ.get(name) or default
    if value not in choices:
        raise ConfigurationError(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def _list(name: str, default: str) -> list[str]:
    return [part.strip() for part in (os.environ.get(name) or default).split(",") if part.strip()]
