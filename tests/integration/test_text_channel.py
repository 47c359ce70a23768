"""Text messages by Twilio's own library, with a stand-in that answers as Twilio's description says."""

import json
from typing import Any

import jsonschema_rs
import pytest
import requests

from main_app.channels.sms import OutgoingText, SmsChannel
from main_app.outbox.retry_policy import ChannelRefused, Dead, Delivered, Retry
from main_app.services import twilio_sms
from main_app.services.twilio_sms import TwilioSms
from tests.integration.delivering import claimed, kinds, prepare
from tests.support.ports import free_port
from tests.support.twilio import PUBLISHED, RESPONSE, Twilio
from tests.support.vendor import Vendor

pytestmark = pytest.mark.engine("sqlite")  # no database is involved


def sms(twilio: Twilio, text: str = "You’re booked: योग") -> SmsChannel:
    service = TwilioSms(twilio.account, twilio.token, "+15005550006", twilio.url, "https://samaya.example/twilio")
    return SmsChannel(service, prepare([OutgoingText("+351912345678", text)]), retries=3)


def test_a_text_message_goes_through_twilios_own_library(twilio: Twilio) -> None:
    assert sms(twilio).deliver(claimed(1)) == [Delivered({"sid": f"SM{1:032x}"}, 201)]
    assert twilio.sent == [
        {
            "To": "+351912345678",
            "From": "+15005550006",
            "Body": "You’re booked: योग",
            "StatusCallback": "https://samaya.example/twilio?message=evt_1",
        }
    ]
    assert kinds([sms(twilio).probe()]) == [Delivered]


def test_a_text_that_twilio_would_refuse_as_too_long_is_cut(twilio: Twilio) -> None:
    sms(twilio, "नमस्ते " * 400).deliver(claimed(1))
    assert len(twilio.sent[0]["Body"]) == 1600


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (400, 21211, Dead),  # no such number
        (400, 21610, Dead),  # the person said STOP
        (400, 21612, Dead),  # our sender cannot reach this number
        (429, 20429, Retry),
        (400, 21611, Retry),  # the sender's queue is full: Twilio's code wins over its status
        (401, 20003, ChannelRefused),
        (400, 21606, ChannelRefused),  # our own number may not send: no message would get through
        (503, 20503, Retry),
        (500, None, Retry),
        (400, 99999, Dead),
    ],
)
def test_twilios_codes_win_over_the_status(twilio: Twilio, status: int, code: int | None, outcome: type) -> None:
    twilio.fail_with(status, code)
    assert kinds(sms(twilio).deliver(claimed(1))) == [outcome]


def test_an_error_of_twilio_names_no_phone_number(twilio: Twilio) -> None:
    twilio.fail_with(400, 21606, "'From' +15005550006 cannot reach 351912345678")
    error = "Twilio 21606: Unable to create record: 'From' *** cannot reach ***"
    assert sms(twilio).deliver(claimed(1)) == [ChannelRefused(error, 400)]


def test_a_wrong_token_stops_the_channel(twilio: Twilio) -> None:
    channel = sms(twilio)
    twilio.token = "another"
    assert kinds(channel.deliver(claimed(1))) == [ChannelRefused]


def test_twilio_must_answer_in_time_even_byte_by_byte(
    twilio: Twilio, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio_sms, "TIMEOUT", 0.4)
    vendor.responses(201, {"sid": "SM" + "0" * 32})
    vendor.seconds_per_byte = 0.05  # two seconds in all
    twilio.url = vendor.url
    assert sms(twilio).deliver(claimed(1)) == [Retry("Twilio did not answer: no complete response within 0.4 s")]


def test_no_response_from_twilio_causes_a_retry(twilio: Twilio) -> None:
    twilio.url = f"http://127.0.0.1:{free_port()}"
    assert kinds(sms(twilio).deliver(claimed(1))) == [Retry]
    assert kinds([sms(twilio).probe()]) == [Retry]


MESSAGE = {"To": "+351912345678", "From": "+15005550006", "Body": "Hello"}


def post_to(twilio: Twilio, path: str = "", body: Any = None, **options: Any) -> requests.Response:
    path = path or PUBLISHED["path"].replace("{AccountSid}", twilio.account)
    options = {"auth": (twilio.account, twilio.token), "timeout": 10} | options
    return requests.post(twilio.url + path, data=body or MESSAGE, **options)


def test_the_stand_in_answers_as_twilios_published_description_says(twilio: Twilio) -> None:
    response = post_to(twilio)
    assert response.status_code == PUBLISHED["status"]
    RESPONSE.validate(response.json())  # raises with what does not fit
    with pytest.raises(jsonschema_rs.ValidationError):
        RESPONSE.validate(response.json() | {"sid": "SM1"})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": None}, 21604),
        ({"To": "351912345678"}, 20001),
        ({"Text": "Hello"}, 20001),  # no parameter of Twilio's
        ({"MessagingServiceSid": "MG1"}, 20001),
        ({"RiskCheck": "perhaps"}, 20001),
    ],
)
def test_the_stand_in_refuses_what_twilios_published_description_does_not_have(
    twilio: Twilio, change: dict[str, Any], code: int
) -> None:
    form = {name: value for name, value in (MESSAGE | change).items() if value is not None}
    response = post_to(twilio, body=form)
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert twilio.sent == []


def test_the_stand_in_knows_one_account_by_its_token_and_takes_forms_only(twilio: Twilio) -> None:
    assert post_to(twilio, auth=(twilio.account, "guessed")).status_code == 401
    assert post_to(twilio, PUBLISHED["path"].replace("{AccountSid}", "AC1")).status_code == 404
    assert post_to(twilio, "/2010-04-01/Messages.json").status_code == 404
    assert post_to(twilio, body=json.dumps(MESSAGE), headers={"Content-Type": "application/json"}).status_code == 400
    assert twilio.sent == []
