"""A team channel that fails holds back its own messages only, until its address is changed."""

from collections.abc import Sequence

import pytest

from main_app.auth.caller import Caller
from main_app.auth.models import Role
from main_app.channels.team_chats import SLACK
from main_app.messages.models import TeamChannel
from main_app.messages.operations import add_team_channel, change_team_channel, remove_team_channel
from main_app.messages.operations import test_team_channel as send_example
from main_app.messages.schemas import NewTeamChannel, TeamChannelChange
from main_app.outbox.channel import Claimed
from main_app.outbox.claim import claim
from main_app.outbox.delivery import deliver
from main_app.outbox.models import ChannelState
from main_app.outbox.retry_policy import Outcome, Retry
from service_kit.database import write_transaction
from tests.integration.stand_in import ManyReceivers
from tests.main_app.builders import make_person

pytestmark = pytest.mark.usefixtures("stopped_clock", "nothing_left")
HOOK = "https://hooks.slack.com/services/T0/B0/"


class Slack(ManyReceivers):
    name = SLACK


@pytest.fixture(autouse=True)
def no_channels(context: None) -> None:
    with write_transaction() as db_session:
        db_session.query(ChannelState).delete()
        db_session.query(TeamChannel).delete()


def new_channel(owner: Caller) -> int:
    return add_team_channel(owner.id, NewTeamChannel(kind="slack", label="Studio", address=f"{HOOK}a"))["id"]


def claimed() -> list[Claimed]:
    return claim(Slack(), 100, 15)


def fail(messages: Sequence[Claimed]) -> None:
    outcomes: list[Outcome] = [Retry("HTTP 500", 500) for _ in messages]
    deliver(Slack(*outcomes), messages)


def test_the_messages_of_other_teams_go_on_and_a_new_address_is_used_at_once(priya: Caller) -> None:
    arjun = make_person("Arjun", Role.FACILITATOR)
    hers, his = new_channel(priya), new_channel(arjun)
    send_example(priya.id, hers)
    fail(claimed())
    for owner, channel in ((priya, hers), (arjun, his)):
        send_example(owner.id, channel)
    assert [message.recipient for message in claimed()] == [f"team:{his}"]
    change_team_channel(priya.id, hers, TeamChannelChange(address=f"{HOOK}b"))
    send_example(priya.id, hers)
    again = claimed()
    assert [message.recipient for message in again] == [f"team:{hers}"]
    fail(again)
    remove_team_channel(priya.id, hers)
    with write_transaction() as db_session:
        assert db_session.query(ChannelState).filter(ChannelState.destination != "").count() == 0
