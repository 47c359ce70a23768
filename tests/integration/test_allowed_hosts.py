"""The addresses of vendors that may be called, and those that are refused."""

import pytest

from main_app.services.allowed_hosts import DISCORD, PUSH, SLACK, is_allowed
from main_app.services.team_chats import TeamChats

pytestmark = pytest.mark.engine("sqlite")  # no database is involved
INSIDE = (
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.0.0.1/",
    "https://[::1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://hooks.slack.com@10.0.0.1/",
    "https://hooks.slack.com:8080/x",
    "http://hooks.slack.com/x",
    "https://hooks.slack.com.evil.example/x",
    "https://evil.example/hooks.slack.com",
    "ftp://hooks.slack.com/",
    "https://hooks.slack.com\\@10.0.0.1/",
    "https://intranet.example\\.push.apple.com/../admin",
    "https://intranet.example%5c.push.apple.com/",
    "https://intranet.example%2f.push.apple.com/",
    "https://",
    "",
    "//hooks.slack.com/x",
    "https://fcm.googleapis.com.evil.example/",
    "https://notify.windows.com.evil/",
    "https://hooks.slack.com:x/",
    "https://push.apple.com/",
    "https://evilpush.apple.com/",
    "gopher://127.0.0.1:25/",
    "https://hooks.slack.com\r\n.evil/",
    "https://asha:secret@hooks.slack.com/services/x",
    "https://hooks.slack.com/services/x\r\nHost: inside",
    "https://hooks.slack.com/services/é",
    "https://hooks.slack.com/services/" + "x" * 1000,
)


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_that_points_anywhere_else_is_refused(url: str) -> None:
    assert not is_allowed(url, (*SLACK, *DISCORD, *PUSH))
    with pytest.raises(ValueError, match="not an address"):
        TeamChats().post("slack", url, "text")


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/services/T0/B0/x",
        "https://discord.com/api/webhooks/1/x",
        "https://fcm.googleapis.com/fcm/send/x",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://db5p.notify.windows.com/w/?token=x",
        "https://web.push.apple.com/x",
    ],
)
def test_the_vendors_addresses_are_allowed(url: str) -> None:
    assert is_allowed(url, (*SLACK, *DISCORD, *PUSH))


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://chat.example/hook", True),
        ("http://chat.example:8065/hook", True),
        ("https://chat.example:8066/hook", False),
        ("ftp://chat.example/hook", False),
        ("https://asha:secret@chat.example/hook", False),
    ],
)
def test_a_host_of_the_setting_may_be_called_at_its_port_by_http_too(url: str, allowed: bool) -> None:
    assert is_allowed(url, SLACK, ("chat.example", "chat.example:8065")) is allowed
