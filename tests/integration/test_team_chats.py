"""Messages to teams in Slack, Discord and WhatsApp, with a vendor on this machine."""

import json
from typing import Any

import pytest

from main_app.channels.team_chats import ChatChannel, OutgoingChat, WhatsAppChannel
from main_app.outbox.retry_policy import ChannelRefused, Dead, Delivered, Retry
from main_app.services.team_chats import TeamChats, WhatsApp
from tests.integration.delivering import claimed, kinds, prepare
from tests.support.vendor import Vendor

pytestmark = pytest.mark.engine("sqlite")  # no database is involved
CHAT_TEXT = "New booking: <!channel> @everyone *Asha* & [x](http://evil)\nhttps://samaya.example/s/4"


def chat(name: str, vendor: Vendor) -> ChatChannel:
    contents = [OutgoingChat(f"{vendor.url}/hook", CHAT_TEXT, "en", ())]
    return ChatChannel(name, TeamChats([vendor.host]), prepare(contents), retries=3)


def test_slack_gets_the_text_and_nobody_is_called_by_a_guests_name(vendor: Vendor) -> None:
    assert kinds(chat("slack", vendor).deliver(claimed(1))) == [Delivered]
    text = json.loads(vendor.requests[0]["body"])["text"]
    assert "<!channel>" not in text
    assert "&lt;!channel&gt;" in text


def test_discord_gets_the_text_and_mentions_nobody(vendor: Vendor) -> None:
    vendor.responses(204)
    assert kinds(chat("discord", vendor).deliver(claimed(1))) == [Delivered]
    body = json.loads(vendor.requests[0]["body"])
    assert body["allowed_mentions"] == {"parse": []}
    assert r"\*Asha\*" in body["content"]
    assert body["content"].endswith("\nhttps://samaya.example/s/4")


@pytest.mark.parametrize("name", ["slack", "discord"])
@pytest.mark.parametrize(("status", "outcome"), [(404, Dead), (403, Dead), (429, Retry), (500, Retry), (302, Retry)])
def test_a_webhook_that_was_taken_away_is_dead_for_its_team_alone(
    vendor: Vendor, name: str, status: int, outcome: type
) -> None:
    vendor.responses(status)
    assert kinds(chat(name, vendor).deliver(claimed(1))) == [outcome]


def whatsapp(vendor: Vendor) -> WhatsAppChannel:
    contents = [OutgoingChat("+351912345678", "text", "en", ("Asha", "Yoga", "Sat 7:00", "https://samaya.example/4"))]
    return WhatsAppChannel(WhatsApp("token", "555", vendor.url), prepare(contents), retries=3)


def test_whatsapp_gets_the_approved_template(vendor: Vendor) -> None:
    vendor.responses(200, {"messages": [{"id": "wamid.1"}]})
    assert whatsapp(vendor).deliver(claimed(1)) == [Delivered({"sid": "wamid.1"}, 200)]
    (request,) = vendor.requests
    body = json.loads(request["body"])
    assert request["headers"]["Authorization"] == "Bearer token"
    assert (body["to"], body["template"]["name"]) == ("351912345678", "samaya_team_booking")
    words = [one["text"] for one in body["template"]["components"][0]["parameters"]]
    assert words == ["Asha", "Yoga", "Sat 7:00", "https://samaya.example/4"]
    assert body["biz_opaque_callback_data"] == "evt_1"


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (401, {"error": {"code": 190, "message": "Token expired"}}, ChannelRefused),
        (404, {"error": {"code": 132001, "message": "Template does not exist"}}, Dead),
        (403, {"error": {"code": 132015, "message": "Template is paused"}}, Dead),  # the code wins over the status
        (400, {"error": {"code": 130429, "message": "Too many"}}, Retry),
        (400, {"error": {"code": 131026, "message": "Not on WhatsApp"}}, Dead),
        (500, {}, Retry),
        (200, {}, Retry),  # not WhatsApp
    ],
)
def test_metas_codes_win_over_the_status(vendor: Vendor, status: int, body: dict[str, Any], outcome: type) -> None:
    vendor.responses(status, body)
    assert kinds(whatsapp(vendor).deliver(claimed(1))) == [outcome]


@pytest.mark.parametrize("error", [{"code": 131030, "message": "(#131030) no +351912345678"}, "no 351912345678"])
def test_an_error_of_whatsapp_names_no_phone_number(vendor: Vendor, error: Any) -> None:
    vendor.responses(400, {"error": error})
    text = getattr(whatsapp(vendor).deliver(claimed(1))[0], "error", "")
    assert text.endswith("no ***")
    assert ("(#131030)" in text) is isinstance(error, dict), "the code stays readable"
