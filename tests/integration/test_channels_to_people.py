"""What all channels to people have in common: their retries, and the mailbox in place of a vendor."""

from pathlib import Path

import pytest

from main_app.channels.dev_mailbox import MailboxChannel
from main_app.channels.personal_channel import short_delays
from main_app.channels.sms import OutgoingText
from main_app.outbox.retry_policy import Delivered
from main_app.services.dev_mailbox import Mailbox
from tests.integration.delivering import claimed, kinds, prepare

pytestmark = pytest.mark.engine("sqlite")  # no database is involved


def test_retries_above_three_repeat_the_last_delay() -> None:
    assert short_delays(0) == ()
    assert short_delays(2) == (60, 300)
    assert short_delays(3) == (60, 300, 900)
    assert short_delays(6) == (60, 300, 900, 900, 900, 900)


def test_without_keys_a_message_goes_to_the_mailbox(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    channel = MailboxChannel("sms", mailbox, prepare([OutgoingText("+351912345678", "You’re booked")]), retries=3)
    assert kinds(channel.deliver(claimed(1))) == [Delivered]
    (mail_id,) = mailbox.ids("sms")
    kept = mailbox.read(mail_id)
    assert kept is not None
    assert (kept.recipient(), kept.body("plain")) == ("+351912345678", "You’re booked\n")
