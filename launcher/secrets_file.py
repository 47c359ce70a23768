"""Makes the `.env` of an installation in production, with secrets of its own."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from launcher.console import CannotStart, say
from launcher.folders import ROOT

TEMPLATE = """\
# Made by `python3 -m launcher secrets`. Keep it private, and keep a copy: other secrets end sign-ins and sent links.
APP_ENV=production
PUBLIC_URL=https://{host}
CRM_PUBLIC_URL=https://{host}/crm
# The proxy that ends TLS
TRUSTED_PROXIES=1
SECRET_KEY={secret_key}
JWT_SECRET_KEY={jwt_secret_key}
CRM_AUTH_TOKEN={crm_auth_token}
METRICS_TOKEN={metrics_token}
# Of the database's user in compose.yaml
POSTGRES_PASSWORD={postgres_password}
# Fill these in, and see .env.example for everything else
SMTP_SERVER=
SMTP_USERNAME=
SMTP_PASSWORD=
FROM_EMAIL=
"""
SECRETS = ("secret_key", "jwt_secret_key", "crm_auth_token", "metrics_token", "postgres_password")
HOST_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


def write_env_file(host: str, path: Path = ROOT / ".env") -> None:
    """Write `.env` for the site https://`host`, readable by its owner only. An existing file stays as it is."""
    if not HOST_NAME.fullmatch(host):
        raise CannotStart(f"{host!r} is not the name of a host; write it as bookings.example.org.")
    # In hexadecimal, because a password with other characters would have to be escaped in DATABASE_URL.
    text = TEMPLATE.format(host=host, **{name: secrets.token_hex(32) for name in SECRETS})
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CannotStart(f"{path.name} exists and is kept: new secrets would end every sign-in. Edit it.") from None
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        stream.write(text)
    say(f"{path.name} is written. Fill in the mail server, then start.")
