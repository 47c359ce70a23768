"""Checks addresses that users enter and the server calls: only hosts of vendors and of settings are allowed.

Every other host is refused, IP address or name, so nobody can make the server call an internal address.
"""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

SLACK = ("hooks.slack.com", "hooks.slack-gov.com")
DISCORD = ("discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com")
# "*." stands for one or more labels.
PUSH = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.services.mozilla.com",
    "*.notify.windows.com",
    "*.push.apple.com",
)
MAX_ADDRESS_LENGTH = 1000  # characters
# Only what every parser reads alike: for `requests` a host ends at a backslash, for `urlsplit` it does not.
HOST = re.compile(r"[a-z0-9.-]+")


def is_allowed(url: str, vendors: Collection[str], extra_hosts: Collection[str] = ()) -> bool:
    """Whether this is an https address at one of the vendors, or at one of `extra_hosts` ("host" or "host:port").

    Extra hosts may be called without TLS.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    if (
        len(url) > MAX_ADDRESS_LENGTH
        or "@" in parts.netloc
        or not HOST.fullmatch(host)
        or not url.isascii()
        or not url.isprintable()
    ):
        return False
    if (host if port is None else f"{host}:{port}") in extra_hosts:
        return parts.scheme in ("http", "https")
    return parts.scheme == "https" and port in (None, 443) and any(_matches(host, vendor) for vendor in vendors)


def _matches(host: str, vendor: str) -> bool:
    return host.endswith(vendor[1:]) if vendor.startswith("*.") else host == vendor
