"""Web push (RFC 8030, 8291, 8292) through pywebpush: encrypted for one browser, signed with this installation's key.

pywebpush takes 0.6 s and 39 MB to import, so only workers that send pushes import it.
"""

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from main_app.services.allowed_hosts import PUSH, is_allowed
from service_kit.file_lock import FileLock
from service_kit.http_client import bounded_session, within

MAX_DEVICES = 10  # of one person that get a notification
TIMEOUT = 10.0
TTL_SECONDS = 24 * 3600  # how long the push service keeps a message for a device that is off
MAX_BODY_LENGTH = 1000  # characters; a push service accepts 4,096 encrypted bytes


class PushFailed(Exception):
    """The push service answered with an error."""

    def __init__(self, status: int, text: str, retry_after: str | None):
        super().__init__(text)
        self.status = status
        self.text = text
        self.retry_after = retry_after


@dataclass(frozen=True)
class Subscription:
    """One browser: the address at its push service, and its keys."""

    id: int
    endpoint: str
    p256dh: str
    auth: str


class PushKey:
    """The VAPID key of this installation, created at first use in files that only their owner can read.

    A browser accepts pushes of one key only, so several hosts need one DATA_DIR or copies of both files.
    """

    def __init__(self, folder: Path):
        self.private_file = folder / "push_vapid.pem"
        self._public_file = folder / "push_vapid_public.key"
        self._lock = folder / "push_vapid.lock"

    def public(self) -> str:
        """The public key in the format for browsers."""
        if not self._public_file.exists():
            self.create()
        return self._public_file.read_text().strip()

    def create(self) -> None:
        """Create the key if there is none. A lock lets one process do it."""
        with FileLock(self._lock).held():
            if not self.private_file.exists():
                new_key = ec.generate_private_key(ec.SECP256R1())
                _write(self.private_file, new_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            key = load_pem_private_key(self.private_file.read_bytes(), None)
            point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
            _write(self._public_file, urlsafe_b64encode(point).rstrip(b"="))


class WebPush:
    def __init__(self, key: PushKey, contact: str, extra_hosts: Collection[str] = ()):
        """`contact` is the operator's mail address for push services. `extra_hosts` is the setting PUSH_HOSTS."""
        self._key = key
        self._contact = contact
        self._extra_hosts = extra_hosts
        self._session = bounded_session()
        self._session.trust_env = False
        self._session.max_redirects = 0  # a redirect could lead anywhere

    def send(self, to: Subscription, note: dict[str, Any], topic: str) -> int:
        """Send one note and return the status. Raises PushFailed, requests.RequestException, or ValueError for a
        subscription that can't be used."""
        from py_vapid import Vapid  # imported here like pywebpush
        from pywebpush import WebPushException, webpush  # here: large, and used only for push

        if not is_allowed(to.endpoint, PUSH, self._extra_hosts):
            raise ValueError("this is not the address of a push service")
        self._key.public()  # creates the key if there is none
        if len(note.get("body", "")) > MAX_BODY_LENGTH:
            note = note | {"body": note["body"][: MAX_BODY_LENGTH - 1] + "…"}
        try:
            with within(TIMEOUT):
                response = webpush(
                    {"endpoint": to.endpoint, "keys": {"p256dh": to.p256dh, "auth": to.auth}},
                    data=json.dumps(note, ensure_ascii=False),
                    vapid_private_key=Vapid.from_file(str(self._key.private_file)),
                    vapid_claims={"sub": f"mailto:{self._contact}"},
                    ttl=TTL_SECONDS,
                    # A retry replaces the same message if that still waits for a device that is off.
                    headers={"Topic": topic[-32:], "Urgency": "high"},
                    timeout=TIMEOUT,
                    requests_session=self._session,
                )
        except WebPushException as error:
            if error.response is None:
                raise ValueError(str(error)[:200]) from error
            refusal = error.response
            raise PushFailed(refusal.status_code, refusal.text[:200], refusal.headers.get("Retry-After")) from error
        return response.status_code  # pyright: ignore[reportAttributeAccessIssue]  # text only for curl=True


def _write(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read. It appears complete or not at all."""
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
