"""Settings from the environment and `.env`, read and checked once, before anything starts.

A service adds its own fields to `Settings`. A field `data_dir` is read from DATA_DIR, a field with an alias from the
variable of that name.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values
from flask import Flask
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from werkzeug.middleware.proxy_fix import ProxyFix

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "development-only-secret-change-me-before-production"
DEVELOPMENT_TOKEN = "your-static-bearer-token-here"
MIN_SECRET_LENGTH = 32  # characters
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN_NAMES = ("CRM_AUTH_TOKEN", "WEBHOOK_API_KEY", "CRM_API_KEY")  # the first one that is set is used
MAKE_ONE = 'Make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"'

AnySettings = TypeVar("AnySettings", bound="Settings")


class ConfigurationError(Exception):
    """A setting is wrong. The message names the setting and says what to write instead."""


def _split(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _flag(value: Any) -> Any:
    written = value.strip().lower() if isinstance(value, str) else value
    if isinstance(written, bool):
        return written
    if written in ("1", "true", "yes", "on"):
        return True
    if written in ("0", "false", "no", "off"):
        return False
    raise ValueError("must be true or false")


def _from_project(path: Path) -> Path:
    """Relative paths start at the project, not at the current folder, so that all services use the same one."""
    return (PROJECT_ROOT / path).resolve()


def database_url(url: str) -> str:
    """Add the name of our driver to PostgreSQL's usual schemes."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


Flag = Annotated[bool, BeforeValidator(_flag)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_split)]
Folder = Annotated[Path, AfterValidator(_from_project)]
Url = Annotated[str, AfterValidator(lambda url: url.rstrip("/"))]
DatabaseUrl = Annotated[str, AfterValidator(database_url)]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseModel):
    """The settings of every service. Paths are absolute, durations are in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)
    other_names: ClassVar[tuple[str, ...]] = ()  # further names that `defaults` reads

    app_env: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    data_dir: Folder = PROJECT_ROOT / "instance"
    secret_key: str = Field(DEVELOPMENT_SECRET, repr=False)
    jwt_secret_key: str = Field(DEVELOPMENT_SECRET, repr=False)
    # The tokens of calls between services. Two are accepted while one is being replaced.
    # The main API sends the first and the CRM the last, so that either service may be restarted first.
    service_tokens: Annotated[Texts, Field(min_length=1, max_length=2)] = Field(
        (DEVELOPMENT_TOKEN,), alias="CRM_AUTH_TOKEN", repr=False
    )
    web_workers: int = Field(2, ge=1, le=64)
    trusted_proxies: int = Field(0, ge=0, le=9)
    cors_origins: Texts = ()
    ratelimit_enabled: Flag = True
    ratelimit_storage_uri: str = Field("memory://", repr=False)
    sentry_dsn: str = Field("", pattern=r"^(https?://[^\s/@]+@[^\s/]+/.+)?$", repr=False)

    @classmethod
    def load(cls: type[AnySettings], overrides: Mapping[str, Any] | None = None) -> AnySettings:
        """Read each setting from `overrides`, the environment, `.env` or its default; the first of these wins.

        An empty text means the default. Raises ConfigurationError if a value cannot be used or is not safe.
        """
        read: dict[str, Any] = {**dotenv_values(PROJECT_ROOT / ".env"), **os.environ}
        read = {name: value for name, value in {**read, **(overrides or {})}.items() if value not in (None, "")}
        token = next((read[name] for name in TOKEN_NAMES if name in read), None)
        if token is not None:
            read["CRM_AUTH_TOKEN"] = token
        read = {**cls.defaults(read), **read}
        fields = {name: field.alias or name.upper() for name, field in cls.model_fields.items()}
        try:
            settings = cls.model_validate({name: read[written] for name, written in fields.items() if written in read})
        except ValidationError as error:
            raise ConfigurationError(_sentence(error, fields)) from None
        settings.check()
        return settings

    @classmethod
    def defaults(cls, read: Mapping[str, Any]) -> dict[str, Any]:
        """Return the defaults that depend on other settings, by name."""
        return {}

    @classmethod
    def names(cls) -> set[str]:
        """Return the name of every environment variable that is read."""
        return {
            *cls.other_names,
            *TOKEN_NAMES,
            *(field.alias or name.upper() for name, field in cls.model_fields.items()),
        }

    @property
    def in_production(self) -> bool:
        return self.app_env == "production"

    def insecure_secrets(self) -> list[str]:
        """Return the names of secrets that are public defaults or too short."""
        secrets = {"SECRET_KEY": [self.secret_key], "JWT_SECRET_KEY": [self.jwt_secret_key]}
        return [
            name
            for name, values in {**secrets, "CRM_AUTH_TOKEN": self.service_tokens}.items()
            if any(
                value in (DEVELOPMENT_SECRET, DEVELOPMENT_TOKEN) or len(value) < MIN_SECRET_LENGTH for value in values
            )
        ]

    def check(self) -> None:
        """Raises ConfigurationError for unsafe settings."""
        if "*" in self.cors_origins:
            raise ConfigurationError("CORS_ORIGINS must list the allowed origins one by one: * would allow any site.")
        public = self.insecure_secrets()
        if public and (self.in_production or self.host not in LOOPBACK):
            where = "in production" if self.in_production else f"where HOST={self.host} is open to the network"
            raise ConfigurationError(
                f"{public[0]} must be a secret of your own of at least {MIN_SECRET_LENGTH} characters {where}."
                f" {MAKE_ONE}"
            )

    def refuse_in_production(self, name: str, reason: str) -> None:
        if self.in_production:
            raise ConfigurationError(f"{name} {reason} in production.")

    def require_https(self, name: str, url: str) -> None:
        """Refuse http in production, except for a service on this machine."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            self.refuse_in_production(name, "must be https, or a loopback address,")


def default_database(read: Mapping[str, Any], name: str) -> str:
    """An SQLite file in the data folder."""
    return f"sqlite:///{_from_project(Path(read.get('DATA_DIR', 'instance'))) / name}"


def _sentence(error: ValidationError, fields: Mapping[str, str]) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    name = fields.get(str(first["loc"][0]), str(first["loc"][0]))
    context = first.get("ctx", {})
    match first["type"]:
        case "int_parsing" | "float_parsing":
            rule = "must be a number"
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            rule = first["msg"].replace("Input should be", "must be")
        case "literal_error":
            rule = f"must be {context['expected']}"
        case "value_error":
            rule = first["msg"].removeprefix("Value error, ")
        case "too_long" if name == "CRM_AUTH_TOKEN":
            rule = "holds one token, or two separated by a comma while one is being replaced"
        case "string_pattern_mismatch" if name == "SENTRY_DSN":
            rule = "must be a DSN such as https://key@sentry.example.com/1"
        case _:
            rule = "cannot be used"
    return f"{name} {rule}."


def load_or_exit(kind: type[AnySettings], service: str) -> AnySettings:
    """Load the settings, or end the program with a message."""
    try:
        return kind.load()
    except ConfigurationError as error:
        sys.exit(f"{service} cannot start: {error}")


def init_settings(app: Flask, settings: Settings) -> None:
    """Store the settings in the app, and in Flask's config those that Flask reads. Our code uses `settings()`."""
    app.extensions["settings"] = settings
    app.config.update(SECRET_KEY=settings.secret_key, JWT_SECRET_KEY=settings.jwt_secret_key)
    proxies = settings.trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
