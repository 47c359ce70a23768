"""How the CRM's channel treats the responses to a batch."""

from collections.abc import Sequence
from typing import Any

import pytest

from main_app.channels.crm import CRMChannel
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import Dead, Delivered, SplitBatch
from main_app.services.notify_crm import CRMNotificationService
from service_kit import clock
from service_kit.http_client import HttpResponse


class PickyCrm(CRMNotificationService):
    """Refuses every batch, and accepts single messages, except one."""

    def __init__(self, status: int):
        super().__init__("http://crm.invalid", "a-token")
        self._status = status

    def post_batch(self, notifications: Sequence[tuple[str, dict[str, Any]]]) -> HttpResponse:
        return HttpResponse(self._status, {}, b"{}")

    def post_one(self, event_id: str, payload: dict[str, Any]) -> HttpResponse:
        if event_id == "evt_2":
            return HttpResponse(400, {}, b"{}")
        return HttpResponse(200, {}, f'{{"notification_id": "{event_id}"}}'.encode())


@pytest.mark.parametrize("status", [400, 413])
def test_the_messages_of_a_refused_batch_go_one_by_one(status: int) -> None:
    channel = CRMChannel(PickyCrm(status))
    claimed = [Claimed(number, 1, f"evt_{number}", "told", {}, 0, clock.now()) for number in (1, 2, 3)]
    assert [type(outcome) for outcome in channel.deliver(claimed)] == [SplitBatch] * 3
    outcomes = [channel.deliver([message])[0] for message in claimed]
    assert [type(outcome) for outcome in outcomes] == [Delivered, Dead, Delivered]
