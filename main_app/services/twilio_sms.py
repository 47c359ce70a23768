"""Sends text messages with Twilio's library."""

import re
from dataclasses import dataclass
from typing import Any

from service_kit.http_client import bounded_session, within

MAX_TEXT_LENGTH = 1600  # characters; Twilio refuses longer ones
TIMEOUT = 10.0
PATH = re.compile(r"^https?://[^/]+")


class TwilioFailed(Exception):
    """Twilio answered with an error: the HTTP status, and Twilio's own code if there is one."""

    def __init__(self, status: int, code: int | None, text: str):
        super().__init__(text)
        self.status = status
        self.code = code
        self.text = text


class TwilioUnreachable(Exception):
    """Twilio did not answer."""


@dataclass(frozen=True)
class TwilioSms:
    account_sid: str
    auth_token: str
    sender: str
    api_base: str
    status_url: str  # where Twilio sends its delivery reports

    def send(self, to: str, text: str, message_id: str) -> str:
        """Send one message and return Twilio's id of it. Twilio's delivery reports name `message_id`.

        Raises TwilioFailed or TwilioUnreachable.
        """
        from twilio.base.exceptions import TwilioException, TwilioRestException  # here: large, and used only for texts

        try:
            message = self._client().messages.create(
                to=to,
                from_=self.sender,
                body=text[:MAX_TEXT_LENGTH],
                status_callback=f"{self.status_url}?message={message_id}",
            )
        except TwilioRestException as error:
            raise TwilioFailed(error.status, error.code, error.msg) from error
        except (TwilioException, OSError) as error:  # exceptions of requests are OSErrors
            raise TwilioUnreachable(str(error)[:200]) from error
        return str(message.sid)

    def check(self) -> None:
        """Check that the credentials are valid. Raises like `send`."""
        from twilio.base.exceptions import TwilioException, TwilioRestException  # as in `send`

        try:
            self._client().api.v2010.accounts(self.account_sid).fetch()
        except TwilioRestException as error:
            raise TwilioFailed(error.status, error.code, error.msg) from error
        except (TwilioException, OSError) as error:
            raise TwilioUnreachable(str(error)[:200]) from error

    def _client(self) -> Any:
        from twilio.rest import Client  # as in `send`

        return Client(self.account_sid, self.auth_token, http_client=_http_client(self.api_base))


_clients: dict[str, Any] = {}


def _http_client(api_base: str) -> Any:
    """One client per address, so that connections are reused."""
    if api_base not in _clients:
        from twilio.http.http_client import TwilioHttpClient  # as in `send`

        class AtBase(TwilioHttpClient):
            def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
                # The library has no setting for the address of the API, and none for a deadline.
                with within(TIMEOUT):
                    return super().request(method, PATH.sub(api_base, url), *args, **kwargs)

        client = AtBase(timeout=TIMEOUT)
        client.session = bounded_session()
        _clients[api_base] = client
    return _clients[api_base]


def signed_by_twilio(auth_token: str, url: str, form: dict[str, str], signature: str) -> bool:
    """Whether this form was posted to `url` by Twilio."""
    from twilio.request_validator import RequestValidator  # here: needed only if Twilio is set up

    return bool(auth_token) and RequestValidator(auth_token).validate(url, form, signature)
