"""What these tests share: mail servers, a vendor, Twilio, and an application with an empty outbox."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask

from main_app.channels.mails import EmailChannel
from main_app.database import db
from main_app.outbox.models import ChannelState, DeliveryAttempt, DeliveryStatistic, OutboxMessage
from main_app.services.smtp import MailServer as Sender
from service_kit.database import write_transaction
from tests.integration.delivering import Email, prepare
from tests.main_app.application import application
from tests.support.twilio import Twilio
from tests.support.vendor import Vendor

FROM = "Samaya <bookings@samaya.example>"


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    """An application inside the test's process, for what running services cannot show."""
    with application() as one:
        yield one


@pytest.fixture
def empty_outbox(app: Flask) -> Iterator[None]:
    """The test runs inside that application, which has no messages and no channel that failed."""
    with app.app_context():
        with write_transaction() as db_session:
            for model in (DeliveryAttempt, OutboxMessage, ChannelState, DeliveryStatistic):
                db_session.query(model).delete()
        yield
        db.session.remove()


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
