"""Delivers a run of one key that is longer than a batch: sends a batch while the one before is recorded.

Each batch is sent only after the receiver has accepted the one before. If the worker is killed, the batches that were
not recorded are sent again, in the same order.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.delivery import Sent, record_and_claim, send
from main_app.outbox.retry_policy import Refused, Retry, SplitBatch

BATCHES_OF_A_RUN = 4  # more would gain little, and a message that is withdrawn meanwhile is still sent
# The last batch of a run starts within this time. The lease is longer than this and one delivery.
RUN_SECONDS = 2.0


def deliver_run(
    channel: Channel,
    claimed: Sequence[Claimed],
    batch_size: int,
    *,
    start_recording: Callable[[Sent], Future[None]],
    is_stopping: Callable[[], bool],
    claim_next: int,
    lease_seconds: float,
) -> list[Claimed]:
    """Deliver these messages batch by batch, and claim up to `claim_next` further ones.

    After a failure or RUN_SECONDS, the remaining messages are released.
    """
    started = time.monotonic()
    recording: Future[None] | None = None
    for start in range(0, len(claimed), batch_size):
        sent = send(channel, claimed[start : start + batch_size])
        if recording is not None:
            recording.result()
        rest = claimed[start + batch_size :]
        in_time = time.monotonic() - started < RUN_SECONDS and not is_stopping()
        if not rest or not in_time or sent.has(Retry, Refused, SplitBatch):
            max_run_length = BATCHES_OF_A_RUN * batch_size
            claim_next = 0 if is_stopping() else claim_next
            return record_and_claim(
                sent, not_sent=rest, claim_next=claim_next, lease_seconds=lease_seconds, max_run_length=max_run_length
            )
        recording = start_recording(sent)
    return []
