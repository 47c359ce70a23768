"""What the tests of channels share: mail servers, a vendor and Twilio on this machine."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import pytest

from main_app.outbox.channels.mails import EmailChannel
from main_app.services.smtp import MailServer as Sender
from tests.integration.delivering import Email, NewServer, prepare
from tests.support.mail import MailServer
from tests.support.twilio import Twilio
from tests.support.vendor import Vendor

FROM = "Samaya <bookings@samaya.example>"


@pytest.fixture(
    params=[("PIPELINING", "CHUNKING"), ("PIPELINING",), ()],
    ids=["one round trip", "pipelining", "one command at a time"],
)
def new_server(request: pytest.FixtureRequest) -> NewServer:
    """Makes a mail server that offers these extensions."""
    return partial(MailServer, extensions=request.param)


@pytest.fixture
def email() -> Iterator[Email]:
    """Makes the channel to this server, with these mails, and closes its connections at the end."""
    channels: list[EmailChannel] = []

    def make(server: Any, mails: Sequence[Any], **login: str) -> EmailChannel:
        sender = Sender("127.0.0.1", server.port, FROM, **login) if server else None
        channels.append(EmailChannel(sender, prepare(mails), retries=3))
        return channels[-1]

    yield make
    for channel in channels:
        channel._close()


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    vendor = Vendor()
    yield vendor
    vendor.close()


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    twilio = Twilio()
    yield twilio
    twilio.close()
