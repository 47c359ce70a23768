"""What claiming and recording cost beside long backlogs."""

import pytest

from main_app.outbox.retry_policy import Delivered
from service_kit import clock
from tests.integration.stand_in import LEASE, StandIn, add_backlog, add_finished, claim, later, record
from tests.support.cost import analyze, cost
from tests.support.services import engine_under_test

pytestmark = pytest.mark.usefixtures("empty_outbox", "stopped_clock")
SHAPES = {"10,000 bookings with one message": (10_000, 1), "one with 10,000": (1, 10_000), "25 with 400": (25, 400)}


@pytest.mark.parametrize("failed_before", [False, True], ids=["fresh", "failed before"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_claim_reads_a_few_rows_for_each_message_it_returns(shape: str, failed_before: bool) -> None:
    """Also with outdated statistics of the database, from before or during the growth of the backlog."""
    keys, each = SHAPES[shape]
    add_finished(3000)
    analyze()
    add_backlog(keys, each, attempts=1 if failed_before else 0)
    before = cost_of_a_claim()
    analyze()
    with later(LEASE + 1):
        after = cost_of_a_claim()
    at_most = 12 * 100 if engine_under_test() == "postgresql" else 400 * 100
    assert max(before, after) < at_most


def test_a_record_reads_a_few_rows_however_long_the_key() -> None:
    add_backlog(1, 10_000, attempts=0)
    batch = claim()
    with cost() as counted:
        record(StandIn(), batch, [Delivered({})] * 100, clock.now(), 0.1)
    assert counted.total < (12 * 100 if engine_under_test() == "postgresql" else 400 * 100)


def cost_of_a_claim() -> int:
    with cost() as counted:
        assert len(claim()) == 100
    return counted.total
