"""Checks the addresses of team channels: only the vendors' hosts and those that an operator allows."""

from collections.abc import Collection
from urllib.parse import urlsplit

from main_app.messages.kinds import DISCORD, SLACK, WHATSAPP
from main_app.services import allowed_hosts
from service_kit.phone_numbers import callable_number
from service_kit.problems import Invalid

# The vendors' hosts, how the path of an incoming webhook begins there, and an example.
WEBHOOKS = {
    SLACK: (allowed_hosts.SLACK, "/services/", "https://hooks.slack.com/services/..."),
    DISCORD: (allowed_hosts.DISCORD, "/api/", "https://discord.com/api/webhooks/..."),
}


def team_address(kind: str, address: str, other_hosts: Collection[str]) -> str:
    """The address as it is stored. Raises Invalid for an address of another host.

    `other_hosts` are hosts that the operator allows in addition to the vendors'.
    """
    address = address.strip()
    if kind == WHATSAPP:
        return _number(address)
    vendors, beginning, example = WEBHOOKS[kind]
    of_the_vendor = allowed_hosts.is_allowed(address, vendors) and urlsplit(address).path.startswith(beginning)
    if not of_the_vendor and not allowed_hosts.is_allowed(address, (), other_hosts):
        sentence = f"Give the address of an incoming webhook, such as {example}"
        raise Invalid(sentence, "address", "not_webhook")
    return address


def shown_address(kind: str, address: str) -> str:
    """A masked address: its host and its last characters."""
    if kind == WHATSAPP:
        return f"***{address[-3:]}"
    return f"{urlsplit(address).hostname}/***{address[-4:]}"


def _number(address: str) -> str:
    number = callable_number(address)
    if number is None:
        sentence = "A WhatsApp address is a phone number with its country code, such as +351 912 345 678."
        raise Invalid(sentence, "address", "not_phone")
    return number
