"""The settings of the main API and its worker."""

import re
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit

from flask import current_app
from pydantic import AfterValidator, BeforeValidator, Field

from service_kit.fields import TimeZone
from service_kit.phone_numbers import NUMBER_TYPES
from service_kit.settings import (
    MIN_SECRET_LENGTH,
    MIN_WEBHOOK_SECRET_LENGTH,
    DatabaseUrl,
    Flag,
    Folder,
    Port,
    Settings,
    Texts,
    Url,
    default_database,
)

DEVELOPMENT_SENDER = "Samaya <bookings@samaya.example>"
PAYMENT_KEYS = ("STRIPE_SECRET_KEY", "RAZORPAY_KEY_ID")
LOCAL_WEB_APP = ("http://localhost:5173", "http://127.0.0.1:5173")


def _web_address(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ValueError("must be an address such as https://samaya.example.com")
    return url


def _sender(text: str) -> str:
    _name, address = parseaddr(text)
    if "@" not in address or any(character in text for character in "\r\n"):
        raise ValueError("must be an address such as bookings@samaya.example.com, or Samaya <bookings@...>")
    return text


def _hours(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    hours = () if value.strip() == "none" else tuple(int(part) for part in value.split(","))
    if any(not 1 <= number <= 999 for number in hours) or len(set(hours)) < len(hours):
        raise ValueError("must be different numbers of hours from 1 to 999, such as 24,2, or none")
    return hours


def _countries(codes: tuple[str, ...]) -> tuple[str, ...]:
    if not all(re.fullmatch(r"[A-Z]{2}|001", code) for code in codes):
        raise ValueError("must be codes of countries, such as IN,PT,US")
    return codes


def _number_types(names: tuple[str, ...]) -> tuple[str, ...]:
    if not set(names) <= set(NUMBER_TYPES):
        raise ValueError(f"must be types of phone numbers: {', '.join(NUMBER_TYPES)}")
    return names


def _origins(addresses: tuple[str, ...]) -> tuple[str, ...]:
    # They stand in the Content-Security-Policy, where a space or semicolon would begin something else.
    if not all(re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?", address) for address in addresses):
        raise ValueError("must be addresses without a path, such as https://www.example.com")
    return addresses


Countries = Annotated[Texts, AfterValidator(_countries)]
NumberTypes = Annotated[Texts, AfterValidator(_number_types)]
PublicUrl = Annotated[Url, AfterValidator(_web_address)]
Hours = Annotated[tuple[int, ...], BeforeValidator(_hours)]
Sender = Annotated[str, AfterValidator(_sender)]


class MainSettings(Settings):
    main_port: Port = 5000
    public_url: PublicUrl = "http://localhost:5000"  # the beginning of all links; the Host header is never used
    database_url: DatabaseUrl = Field("", repr=False)
    main_base_url: Url = "http://localhost:5000"  # where the demo bank is, for its clients and its own events
    crm_base_url: Url = "http://localhost:5001"
    crm_public_url: Url = ""
    cors_origins: Texts = LOCAL_WEB_APP
    embed_origins: Annotated[Texts, AfterValidator(_origins)] = ()
    flask_debug: Flag = False
    log_file: Folder | None = None
    password_hashing: Literal["strong", "cheap"] = "strong"
    password_hashes_at_once: Annotated[int, Field(ge=1, le=64)] = 1
    cookie_secure: Flag = False
    notification_workers: Annotated[int, Field(ge=1, le=64)] = 3
    notification_poll_interval: Annotated[int, Field(ge=1, le=3600)] = 10
    notification_batch_size: Annotated[int, Field(ge=1, le=100)] = 100
    notification_max_retries: Annotated[int, Field(ge=0, le=100)] = 3
    reminder_hours_email: Hours = (24,)
    reminder_hours_sms: Hours = (24, 2)
    notification_retention_days: Annotated[int, Field(ge=1, le=36500)] = 90
    crm_request_timeout: Annotated[int, Field(ge=1, le=300)] = 10
    crm_health_timeout: Annotated[int, Field(ge=1, le=60)] = 5
    crm_probe_timeout: Annotated[int, Field(ge=1, le=60)] = 3
    journal_retention_days: Annotated[int, Field(ge=1, le=36500)] = 1095
    notification_lease_seconds: Annotated[int, Field(ge=1, le=3600)] = 15
    worker_metrics_port: Port | None = None
    backup_folder: Folder | None = None
    backup_keep: Annotated[int, Field(ge=1, le=10_000)] = 14
    backup_passphrase: str = Field("", repr=False)
    alert_webhook_url: str | None = None
    alert_oldest_pending_seconds: Annotated[int, Field(ge=1, le=86400)] = 300
    alert_no_worker_seconds: Annotated[int, Field(ge=1, le=86400)] = 60
    smtp_server: str = ""
    smtp_port: Port = 587
    smtp_username: str = ""
    smtp_password: str = Field("", repr=False)
    from_email: Sender = DEVELOPMENT_SENDER
    mail_port: Port = 1025
    templates_dir: Folder | None = None
    twilio_account_sid: str = ""
    twilio_auth_token: str = Field("", repr=False)
    twilio_phone_number: str = ""
    twilio_api_base: Url = "https://api.twilio.com"
    sms_countries: Countries = ()
    sms_number_types: NumberTypes = ("mobile", "fixed_line_or_mobile", "voip")
    emails_per_person_and_hour: Annotated[int, Field(ge=1, le=10_000)] = 20
    sms_per_person_and_hour: Annotated[int, Field(ge=1, le=10_000)] = 10
    messages_per_booking_and_hour: Annotated[int, Field(ge=1, le=10_000)] = 6
    push_hosts: Texts = ()
    team_channel_hosts: Texts = ()
    whatsapp_token: str = Field("", repr=False)
    whatsapp_phone_number_id: str = ""
    whatsapp_app_secret: str = Field("", repr=False)
    whatsapp_verify_token: str = Field("", repr=False)
    whatsapp_api_base: Url = "https://graph.facebook.com"
    google_client_id: str = ""
    google_client_secret: str = Field("", repr=False)
    google_issuer: Annotated[PublicUrl, Field(max_length=200)] = "https://accounts.google.com"

    fast_api_backend_url: Url = ""
    api_key_messages_per_day: Annotated[int, Field(ge=1, le=10_000_000)] = 2000
    api_key_messages_per_recipient: Annotated[int, Field(ge=1, le=10_000)] = 20
    fast_api_api_key: str = Field("", max_length=255, repr=False)
    booking_wizard_webhook_secret: str = Field("", repr=False)
    seller_name: Annotated[str, Field(max_length=200)] = ""  # empty: the studio's name
    seller_address: Annotated[str, Field(max_length=500)] = ""
    seller_tax_id: Annotated[str, Field(max_length=50)] = ""
    default_currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    default_time_zone: TimeZone = "UTC"

    payment_hold_minutes: Annotated[int, Field(ge=1, le=1440)] = 15
    payment_bank_days: Annotated[int, Field(ge=1, le=30)] = 7

    stripe_secret_key: str = Field("", repr=False)
    stripe_webhook_secret: str = Field("", repr=False)
    stripe_api_base: Url = "https://api.stripe.com"
    razorpay_key_id: str = ""
    razorpay_key_secret: str = Field("", repr=False)
    razorpay_webhook_secret: str = Field("", repr=False)
    razorpay_api_base: Url = "https://api.razorpay.com"
    payment_providers: Texts = ()  # "INR=razorpay", "*=stripe"
    demo_bank: Flag = True
    demo_bank_in_production: Flag = False

    other_names = ("CRM_WEBHOOK_URL",)

    @classmethod
    def defaults(cls, read: Mapping[str, Any]) -> dict[str, Any]:
        # CRM_WEBHOOK_URL is the CRM's address with `/webhooks` at its end.
        webhooks = str(read.get("CRM_WEBHOOK_URL", "")).rstrip("/").removesuffix("/webhooks")
        crm = read.get("CRM_BASE_URL") or webhooks or "http://localhost:5001"
        in_production = read.get("APP_ENV") == "production"
        return super().defaults(read) | {
            "CORS_ORIGINS": () if in_production else LOCAL_WEB_APP,
            "DATABASE_URL": default_database(read, "samaya.db"),
            "PUBLIC_URL": f"http://localhost:{read.get('MAIN_PORT', 5000)}",
            "MAIN_BASE_URL": f"http://localhost:{read.get('MAIN_PORT', 5000)}",
            "DEMO_BANK": not in_production and not any(read.get(name) for name in PAYMENT_KEYS),
            "CRM_BASE_URL": crm,
            "CRM_PUBLIC_URL": crm,
            "COOKIE_SECURE": in_production,
        }

    @property
    def service_token(self) -> str:
        """The token to send to the CRM."""
        return self.service_tokens[0]

    @property
    def has_mailbox(self) -> bool:
        """Whether mails, and messages of channels without credentials, go into the mailbox on this machine."""
        return not self.in_production

    @property
    def has_twilio(self) -> bool:
        return bool(self.twilio_account_sid and self.twilio_auth_token and self.twilio_phone_number)

    @property
    def has_google(self) -> bool:
        """Whether people can sign in with Google."""
        return bool(self.google_client_id and self.google_client_secret)

    @property
    def sends_sms(self) -> bool:
        """Whether text messages are sent: by Twilio, or to the mailbox."""
        return self.has_mailbox or self.has_twilio

    @property
    def mail_server(self) -> tuple[str, int] | None:
        """Host and port of the mail server; None in production without SMTP_SERVER."""
        if self.smtp_server:
            return self.smtp_server, self.smtp_port
        return None if self.in_production else ("127.0.0.1", self.mail_port)

    def secrets(self) -> dict[str, tuple[str, ...]]:
        more = ("fast_api_api_key", "booking_wizard_webhook_secret", "twilio_auth_token", "whatsapp_app_secret")
        more += ("stripe_secret_key", "stripe_webhook_secret", "razorpay_key_secret", "razorpay_webhook_secret")
        more += ("google_client_secret",)
        return super().secrets() | {name.upper(): (getattr(self, name),) for name in more}

    def weak_secrets(self) -> list[str]:
        key = self.fast_api_api_key
        short = key and len(key) < MIN_SECRET_LENGTH
        return [*super().weak_secrets(), *(["FAST_API_API_KEY"] if short else [])]

    def production_rules(self) -> Iterator[tuple[str, str]]:
        yield from super().production_rules()
        if self.flask_debug:
            yield "FLASK_DEBUG", "must be off: it shows the code to anyone,"
        if self.password_hashing != "strong":
            yield "PASSWORD_HASHING", "must be 'strong'"
        if not self.cookie_secure:
            yield "COOKIE_SECURE", "must be on"
        if urlsplit(self.public_url).scheme != "https":
            yield "PUBLIC_URL", "must be the https address that people open"
        yield from self.require_https("CRM_BASE_URL", self.crm_base_url)
        if 0 < len(self.backup_passphrase) < MIN_WEBHOOK_SECRET_LENGTH:
            yield "BACKUP_PASSPHRASE", f"must have at least {MIN_WEBHOOK_SECRET_LENGTH} characters"
        if self.smtp_server and self.from_email == DEVELOPMENT_SENDER:
            yield "FROM_EMAIL", "must be an address of your own if SMTP_SERVER is set,"
        if self.alert_webhook_url:
            yield from self.require_https("ALERT_WEBHOOK_URL", self.alert_webhook_url)
        if self.demo_bank and not self.demo_bank_in_production:
            yield "DEMO_BANK", "must be off, or DEMO_BANK_IN_PRODUCTION on: no money moves at the test bank, also not"
        vendors = ("TWILIO_API_BASE", "WHATSAPP_API_BASE", "STRIPE_API_BASE", "RAZORPAY_API_BASE", "GOOGLE_ISSUER")
        for name in vendors:
            yield from self.require_https(name, getattr(self, name.lower()))


def settings() -> MainSettings:
    """The settings of the current app."""
    return cast(MainSettings, current_app.extensions["settings"])
