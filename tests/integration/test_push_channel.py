"""Push messages: what a browser gets, and how the responses of push services are treated."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from main_app.channels.push import OutgoingPush, PushChannel
from main_app.outbox.retry_policy import Dead, Delivered, Retry, Skipped
from main_app.services import web_push
from main_app.services.web_push import PushKey, Subscription, WebPush
from tests.integration.delivering import claimed, kinds, prepare
from tests.support.ports import free_port
from tests.support.vendor import Vendor

pytestmark = pytest.mark.engine("sqlite")  # no database is involved


class Browser:
    """A subscribed browser, which alone can decrypt its messages."""

    def __init__(self, vendor: Vendor, number: int = 1):
        from cryptography.hazmat.primitives.asymmetric import ec  # only here
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # only here

        self._key = ec.generate_private_key(ec.SECP256R1())
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self._secret = b"sixteen bytes ok"
        self.subscription = Subscription(number, f"{vendor.url}/push/{number}", encoded(point), encoded(self._secret))

    def read(self, body: bytes) -> dict[str, Any]:
        import http_ece  # only here

        return json.loads(http_ece.decrypt(body, private_key=self._key, auth_secret=self._secret))


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


@contextmanager
def push(
    vendor: Vendor, folder: Path, *browsers: Browser, allowed: bool = True
) -> Iterator[tuple[PushChannel, list[int], PushKey]]:
    forgotten: list[int] = []
    key = PushKey(folder)
    note = OutgoingPush(tuple(one.subscription for one in browsers), {"title": "You’re booked", "body": "योग"})
    sender = WebPush(key, "bookings@samaya.example", (vendor.host,) if allowed else ())
    yield PushChannel(sender, prepare([note]), forgotten.append, retries=3), forgotten, key
    sender._session.close()


def test_only_the_browser_can_read_a_push_and_the_key_is_this_installations(vendor: Vendor, tmp_path: Path) -> None:
    browser = Browser(vendor)
    vendor.responses(201)
    with push(vendor, tmp_path, browser) as (channel, _, key):
        assert kinds(channel.deliver(claimed(1))) == [Delivered]
    (request,) = vendor.requests
    assert b"booked" not in request["body"]
    assert browser.read(request["body"]) == {"title": "You’re booked", "body": "योग", "id": "evt_1"}
    scheme, _, rest = request["headers"]["Authorization"].partition(" ")
    signed = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, signed["k"]) == ("vapid", key.public())
    claims = json.loads(urlsafe_b64decode(signed["t"].split(".")[1] + "=="))
    assert claims["aud"] == vendor.url
    assert claims["sub"] == "mailto:bookings@samaya.example"
    assert request["headers"]["Ttl"] == "86400"
    assert PushKey(tmp_path).public() == key.public(), "made once"
    for file in tmp_path.iterdir():
        assert file.stat().st_mode & 0o077 == 0, f"{file.name} is its owner's alone"


@pytest.mark.parametrize(
    ("status", "outcome", "forgotten"),
    [(404, Skipped, [1]), (410, Skipped, [1]), (429, Retry, []), (500, Retry, []), (403, Dead, []), (413, Dead, [])],
)
def test_a_browser_that_has_gone_is_forgotten(
    vendor: Vendor, tmp_path: Path, status: int, outcome: type, forgotten: list[int]
) -> None:
    vendor.responses(status)
    with push(vendor, tmp_path, Browser(vendor)) as (channel, gone, _):
        assert kinds(channel.deliver(claimed(1))) == [outcome]
        assert gone == forgotten


def test_a_push_service_must_answer_in_time_even_byte_by_byte(
    vendor: Vendor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_push, "TIMEOUT", 0.4)
    vendor.responses(201, b"x" * 40)
    vendor.seconds_per_byte = 0.05
    with push(vendor, tmp_path, Browser(vendor)) as (channel, _, _):
        assert channel.deliver(claimed(1)) == [Retry("timeout: no complete response within 0.4 s")]


def test_a_push_service_that_points_elsewhere_is_not_followed(vendor: Vendor, tmp_path: Path) -> None:
    vendor.responses(307, Location=f"{vendor.url}/inside")
    with push(vendor, tmp_path, Browser(vendor)) as (channel, _, _):
        assert kinds(channel.deliver(claimed(1))) == [Retry]
    assert len(vendor.requests) == 1


def test_a_push_to_a_host_that_is_not_allowed_is_never_sent(vendor: Vendor, tmp_path: Path) -> None:
    with push(vendor, tmp_path, Browser(vendor), allowed=False) as (channel, gone, _):
        assert kinds(channel.deliver(claimed(1))) == [Dead]
        assert gone == [1]
    assert vendor.requests == []


def test_one_of_several_browsers_is_enough(vendor: Vendor, tmp_path: Path) -> None:
    away = Browser(vendor, 2)
    object.__setattr__(away.subscription, "endpoint", f"http://127.0.0.1:{free_port()}/away")
    vendor.responses(201)
    with push(vendor, tmp_path, Browser(vendor), away) as (channel, _, _):
        assert kinds(channel.deliver(claimed(1))) == [Delivered]
