"""Settings from the environment and `.env`, read and checked once, before anything starts.

A service adds its own fields to `Settings`. A field `data_dir` is read from DATA_DIR, a field with an alias from the
variable of that name.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar
from urllib.parse import urlsplit

from click import ClickException
from dotenv import dotenv_values
from flask import Flask
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.middleware.proxy_fix import ProxyFix

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "development-only-secret-change-me-before-production"
DEVELOPMENT_TOKEN = "your-static-bearer-token-here"
MIN_SECRET_LENGTH = 32  # characters
MIN_WEBHOOK_SECRET_LENGTH = 16  # of secrets that another system chooses, and of METRICS_TOKEN
IN_MEMORY = "memory://"  # of each process
REDIS_SCHEMES = ("redis", "rediss")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN_NAMES = ("CRM_AUTH_TOKEN", "WEBHOOK_API_KEY", "CRM_API_KEY")  # the first one that is set is used
MAKE_ONE = 'Make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"'

AnySettings = TypeVar("AnySettings", bound="Settings")


class ConfigurationError(ClickException):  # so that `flask` prints its sentences alone
    """Settings are wrong. Each sentence names a setting and says what to write instead."""

    def __init__(self, *sentences: str) -> None:
        listed = sentences[0] if len(sentences) == 1 else "".join(f"\n- {sentence}" for sentence in sentences)
        super().__init__(listed)


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


def _limits_storage(uri: str) -> str:
    if uri == IN_MEMORY:
        return uri
    try:
        parts = urlsplit(uri)
        is_redis = parts.scheme in REDIS_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:  # raised for a port that is no number
        is_redis = False
    if not is_redis:
        raise ValueError(f"must be {IN_MEMORY}, or the address of a Redis such as redis://host:6379")
    if find_spec("redis") is None:
        raise ValueError("needs the package redis: install what requirements.txt lists")
    return uri


def _host_names(hosts: tuple[str, ...]) -> tuple[str, ...]:
    if any(urlsplit(f"//{host}").hostname != host or "*" in host for host in hosts):
        raise ValueError("must be names of hosts without scheme and port, separated by commas, such as crm,main")
    return hosts


Flag = Annotated[bool, BeforeValidator(_flag)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_split)]
Folder = Annotated[Path, AfterValidator(_from_project)]
Url = Annotated[str, AfterValidator(lambda url: url.rstrip("/"))]
DatabaseUrl = Annotated[str, AfterValidator(database_url)]
Port = Annotated[int, Field(ge=1, le=65535)]
HostNames = Annotated[Texts, AfterValidator(_host_names)]
LimitsStorage = Annotated[str, AfterValidator(_limits_storage)]


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
    connections_per_process: int = Field(2048, ge=16, le=65_536)
    streams_per_address: int = Field(300, ge=1)
    streams_per_account: int = Field(20, ge=1)
    private_hosts: HostNames = ()
    cors_origins: Texts = ()
    ratelimit_enabled: Flag = True
    ratelimit_storage_uri: LimitsStorage = Field(IN_MEMORY, repr=False)
    sentry_dsn: str = Field("", pattern=r"^(https?://[^\s/@]+@[^\s/]+/.+)?$", repr=False)
    metrics_token: str = Field("", repr=False)
    api_docs: Flag = True

    @classmethod
    def load(cls: type[AnySettings], overrides: Mapping[str, Any] | None = None) -> AnySettings:
        """Read each setting from `overrides`, the environment, `.env` or its default; the first of these wins.

        An empty text means the default. Raises ConfigurationError if a value cannot be used or is not safe.
        """
        read: dict[str, Any] = {**_env_file(PROJECT_ROOT / ".env"), **os.environ}
        read = {name: value for name, value in {**read, **(overrides or {})}.items() if value not in (None, "")}
        token = next((read[name] for name in TOKEN_NAMES if name in read), None)
        if token is not None:
            read["CRM_AUTH_TOKEN"] = token
        read = {**cls.defaults(read), **read}
        fields = {name: field.alias or name.upper() for name, field in cls.model_fields.items()}
        try:
            settings = cls.model_validate({name: read[written] for name, written in fields.items() if written in read})
        except ValidationError as error:
            raise ConfigurationError(*_sentences(error, fields)) from None
        if problems := list(settings.problems()):
            raise ConfigurationError(*problems)
        return settings

    @classmethod
    def defaults(cls, read: Mapping[str, Any]) -> dict[str, Any]:
        """Return the defaults that depend on other settings, by name."""
        return {"API_DOCS": read.get("APP_ENV") != "production"}

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

    @property
    def metrics_are_open(self) -> bool:
        """Whether /metrics needs no token: nobody but this machine can ask."""
        local = self.host in LOOPBACK and self.trusted_proxies == 0
        return not self.metrics_token and not self.in_production and local

    def secrets(self) -> dict[str, tuple[str, ...]]:
        """Return the secrets by the name of their setting. Those that are not set are empty."""
        return {
            "SECRET_KEY": (self.secret_key,),
            "JWT_SECRET_KEY": (self.jwt_secret_key,),
            "CRM_AUTH_TOKEN": self.service_tokens,
            "METRICS_TOKEN": (self.metrics_token,),
        }

    def insecure_secrets(self) -> list[str]:
        """Return the names of secrets without which nothing is safe, and that are public defaults or too short."""
        return [name for name in ("SECRET_KEY", "JWT_SECRET_KEY", "CRM_AUTH_TOKEN") if self._is_weak(name)]

    def _is_weak(self, name: str) -> bool:
        public = (DEVELOPMENT_SECRET, DEVELOPMENT_TOKEN)
        return any(value in public or len(value) < MIN_SECRET_LENGTH for value in self.secrets()[name])

    def problems(self) -> Iterator[str]:
        """Yield a sentence for each unsafe setting."""
        if "*" in self.cors_origins:
            yield "CORS_ORIGINS must list the allowed origins one by one: * would allow any site."
        weak = self.weak_secrets()
        if weak and (self.in_production or self.host not in LOOPBACK):
            must = "must each be a secret" if len(weak) > 1 else "must be a secret"
            where = "in production" if self.in_production else f"where HOST={self.host} is open to the network"
            yield f"{_listed(weak)} {must} of your own of at least {MIN_SECRET_LENGTH} characters {where}. {MAKE_ONE}"
        if self.in_production:
            for name, rule in self.production_rules():
                yield f"{name} {rule} in production."

    def weak_secrets(self) -> list[str]:
        """Return the names of secrets that may not be used where others reach the service."""
        return self.insecure_secrets()

    def production_rules(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each setting that production refuses, and what it must be instead."""
        if not self.ratelimit_enabled:
            yield "RATELIMIT_ENABLED", "must be on"
        local = [origin for origin in self.cors_origins if urlsplit(origin).hostname in LOOPBACK]
        if local:
            yield "CORS_ORIGINS", f"must not name this machine ({', '.join(local)})"
        for name, values in self.secrets().items():
            if name not in self.weak_secrets() and any(0 < len(value) < MIN_WEBHOOK_SECRET_LENGTH for value in values):
                yield name, f"must have at least {MIN_WEBHOOK_SECRET_LENGTH} characters"
        for names in self._repeated_secrets():
            yield _listed(names), "have the same value, but must each be a secret of its own"

    def _repeated_secrets(self) -> list[list[str]]:
        names_of: dict[str, list[str]] = {}
        for name, values in self.secrets().items():
            for value in set(values) - {"", DEVELOPMENT_SECRET, DEVELOPMENT_TOKEN}:
                names_of.setdefault(value, []).append(name)
        return [names for names in names_of.values() if len(names) > 1]

    def require_https(self, name: str, url: str) -> Iterator[tuple[str, str]]:
        """Yield a rule for http, except to this machine and to hosts of a private network."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in (*LOOPBACK, *self.private_hosts):
            yield name, "must be https, a loopback address, or at a host that PRIVATE_HOSTS names,"


def _env_file(file: Path) -> dict[str, str | None]:
    try:
        return dotenv_values(file)
    except PermissionError:
        sentence = f"{file} can't be read. Run this as the user that owns it, with sudo -u."
        raise ConfigurationError(sentence) from None


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def default_database(read: Mapping[str, Any], name: str) -> str:
    """An SQLite file in the data folder."""
    return f"sqlite:///{_from_project(Path(read.get('DATA_DIR', 'instance'))) / name}"


def _sentences(error: ValidationError, fields: Mapping[str, str]) -> list[str]:
    found = {str(each["loc"][0]): each for each in reversed(error.errors(include_input=False, include_url=False))}
    return [_sentence(fields.get(name, name), each) for name, each in reversed(found.items())]


def _sentence(name: str, error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "int_parsing" | "float_parsing":
            rule = "must be a number"
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            rule = error["msg"].replace("Input should be", "must be")
        case "literal_error":
            rule = f"must be {context['expected']}"
        case "value_error":
            rule = error["msg"].removeprefix("Value error, ")
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
