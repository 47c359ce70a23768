"""Posts to the chats of a facilitator's team: incoming webhooks of Slack and Discord, WhatsApp's Cloud API."""

import hashlib
import hmac
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from main_app.services.allowed_hosts import DISCORD, SLACK, is_allowed
from service_kit.http_client import HttpResponse, bounded_session, send

TIMEOUT = 10.0
MAX_DISCORD_TEXT_LENGTH = 2000  # characters
VENDORS = {"slack": SLACK, "discord": DISCORD}
DISCORD_MARKS = re.compile(r"([\\*_~`|>#\[\]()<-])")
API_VERSION = "v21.0"
TEMPLATE = "samaya_team_booking"  # the template that Meta approved
TEMPLATE_TEXTS = {  # as docs/operations.md asks operators to have it approved
    "en": "New activity for {}: {}, {}. Details: {}",
    "hi": "{} की नई गतिविधि: {}, {}। विवरण: {}",
}


class NotAllowed(ValueError):
    """The address is not at a host of the vendor."""


class TeamChats:
    def __init__(self, extra_hosts: Collection[str] = ()):
        """`extra_hosts` is the setting TEAM_CHANNEL_HOSTS."""
        self._extra_hosts = extra_hosts
        self._session = bounded_session()

    def post(self, kind: str, address: str, text: str) -> HttpResponse:
        """Post a text to a Slack or Discord webhook. Raises NotAllowed or requests.RequestException."""
        if not is_allowed(address, VENDORS[kind], self._extra_hosts):
            raise NotAllowed(f"this is not an address of {kind.title()}")
        return send(self._session, "POST", address, deadline=TIMEOUT, body=_body(kind, text))


def _body(kind: str, text: str) -> dict[str, object]:
    if kind == "slack":
        # Slack's three escapes, so that a guest's name such as "<!channel>" does not notify everyone.
        return {"text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), "unfurl_links": False}
    lines = [line if line.startswith("http") else DISCORD_MARKS.sub(r"\\\1", line) for line in text.splitlines()]
    return {"content": "\n".join(lines)[:MAX_DISCORD_TEXT_LENGTH], "allowed_mentions": {"parse": []}}


@dataclass(frozen=True)
class WhatsApp:
    """Sends an approved template: WhatsApp allows nothing else as the first message."""

    token: str
    phone_number_id: str
    api_base: str

    def send(self, to: str, language: str, words: Sequence[str], message_id: str) -> HttpResponse:
        """Send the approved template with these words as its parameters. Meta's reports name `message_id`.

        Raises requests.RequestException.
        """
        return send(
            _whatsapp_session,
            "POST",
            f"{self.api_base}/{API_VERSION}/{self.phone_number_id}/messages",
            deadline=TIMEOUT,
            headers={"Authorization": f"Bearer {self.token}"},
            body={
                "messaging_product": "whatsapp",
                "to": to.lstrip("+"),
                "type": "template",
                "biz_opaque_callback_data": message_id,
                "template": {
                    "name": TEMPLATE,
                    "language": {"code": language},
                    "components": [
                        {"type": "body", "parameters": [{"type": "text", "text": word[:200] or "-"} for word in words]}
                    ],
                },
            },
        )

    def check(self) -> HttpResponse:
        """Request the data of our number, which checks the token. Raises requests.RequestException."""
        return send(
            _whatsapp_session,
            "GET",
            f"{self.api_base}/{API_VERSION}/{self.phone_number_id}",
            deadline=TIMEOUT,
            headers={"Authorization": f"Bearer {self.token}"},
        )


_whatsapp_session = bounded_session()


def signed_by_whatsapp(app_secret: str, body: bytes, signature: str) -> bool:
    """Whether this signature (X-Hub-Signature-256) matches the body."""
    expected = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(app_secret) and hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
