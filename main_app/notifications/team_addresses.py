"""Where messages to a facilitator's team may go: addresses of the vendors, and what an operator adds."""

from collections.abc import Collection
from urllib.parse import urlsplit

import phonenumbers

from main_app.notifications.kinds import DISCORD, SLACK, WHATSAPP
from service_kit.problems import Invalid

# Host and beginning of the path of an incoming webhook. Anything else could point inside.
WEBHOOKS = {
    SLACK: (("hooks.slack.com", "/services/"), ("hooks.slack-gov.com", "/services/")),
    DISCORD: (("discord.com", "/api/webhooks/"), ("discordapp.com", "/api/webhooks/")),
}
EXAMPLES = {SLACK: "https://hooks.slack.com/services/...", DISCORD: "https://discord.com/api/webhooks/..."}


def team_address(kind: str, address: str, other_hosts: Collection[str]) -> str:
    """The address as it is stored. Raises Invalid for what is none of this vendor's.

    `other_hosts` ("chat.example.com" or "127.0.0.1:8080") may have any path and plain http.
    """
    address = address.strip()
    if kind == WHATSAPP:
        return _number(address)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _not_a_webhook(kind) from None
    host = parts.hostname or ""
    plain = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    if not plain or "@" in parts.netloc or parts.fragment:
        raise _not_a_webhook(kind)
    if parts.scheme in ("http", "https") and (host in other_hosts or parts.netloc in other_hosts):
        return address
    ours = any(host == vendor and parts.path.startswith(start) for vendor, start in WEBHOOKS[kind])
    if parts.scheme != "https" or port not in (None, 443) or not ours or ".." in parts.path:
        raise _not_a_webhook(kind)
    return address


def shown_address(kind: str, address: str) -> str:
    """What is shown of an address: whose it is, and its end."""
    if kind == WHATSAPP:
        return f"***{address[-3:]}"
    return f"{urlsplit(address).hostname}/***{address[-4:]}"


def _number(address: str) -> str:
    try:
        number = phonenumbers.parse(address)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        sentence = "A WhatsApp address is a phone number with its country code, such as +351 912 345 678."
        raise Invalid(sentence, "address", "not_phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _not_a_webhook(kind: str) -> Invalid:
    return Invalid(f"Give the address of an incoming webhook, such as {EXAMPLES[kind]}", "address", "not_webhook")
