"""A stand-in for Twilio's message resource, which takes and gives what Twilio's published description says.

`twilio_messages.json` holds that description and names where it is from.
"""

import json
import re
import threading
from base64 import b64decode
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jsonschema_rs

from service_kit import clock

PUBLISHED: dict[str, Any] = json.loads(Path(__file__).with_name("twilio_messages.json").read_text())
PATH = re.compile(re.escape(PUBLISHED["path"]).replace(re.escape("{AccountSid}"), "(?P<account>[^/]+)"))
PHONE_NUMBER = re.compile(r"\+[1-9][0-9]{1,14}")  # E.164, which the description calls "phone-number"
REQUEST = jsonschema_rs.validator_for({"type": "object", "additionalProperties": False, **PUBLISHED["request"]})
RESPONSE = jsonschema_rs.validator_for(
    {
        "type": "object",
        "additionalProperties": False,
        "required": list(PUBLISHED["response"]["properties"]),
        **PUBLISHED["response"],
    }
)
# https://www.twilio.com/docs/api/errors
NOT_SIGNED_IN, NO_RECIPIENT, BAD_PARAMETER, NOT_FOUND = 20003, 21604, 20001, 20404


class Twilio:
    """An HTTP server with one account. `sent` holds the forms it took; `fail_with` makes it refuse what follows."""

    def __init__(self, account: str = "AC" + "0" * 32, token: str = "secret") -> None:
        self.account, self.token = account, token
        self.sent: list[dict[str, str]] = []
        self._failure: tuple[int, int | None, str] | None = None
        twilio = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self._response(*twilio._create(self.path, dict(self.headers), raw))

            def do_GET(self) -> None:
                self._response(*twilio._account(self.path))

            def _response(self, status: int, body: dict[str, Any]) -> None:
                content = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def fail_with(self, status: int, code: int | None, text: str = "as documented") -> None:
        self._failure = status, code, text

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _create(self, path: str, headers: dict[str, str], raw: bytes) -> tuple[int, dict[str, Any]]:
        at = PATH.fullmatch(path)
        if at is None or not re.fullmatch(PUBLISHED["account_sid"], at["account"]):
            return _error(404, NOT_FOUND)
        if not self._signed_in(headers.get("Authorization", ""), at["account"]):
            return _error(401, NOT_SIGNED_IN)
        if self._failure:
            return _error(*self._failure)
        if headers.get("Content-Type") != PUBLISHED["media_type"]:
            return _error(400, BAD_PARAMETER)
        form = {name: values[0] for name, values in parse_qs(raw.decode()).items()}
        if "To" not in form:
            return _error(400, NO_RECIPIENT)
        if not REQUEST.is_valid(form) or not all(PHONE_NUMBER.fullmatch(form.get(name, "")) for name in ("To", "From")):
            return _error(400, BAD_PARAMETER)
        self.sent.append(form)
        return PUBLISHED["status"], self._message(form)

    def _account(self, path: str) -> tuple[int, dict[str, Any]]:
        if self._failure:
            return _error(*self._failure)
        if path != f"/2010-04-01/Accounts/{self.account}.json":
            return _error(404, NOT_FOUND)
        return 200, {"sid": self.account, "status": "active"}

    def _signed_in(self, header: str, account: str) -> bool:
        scheme, _, encoded = header.partition(" ")
        if scheme.lower() != PUBLISHED["security"] or account != self.account:
            return False
        return b64decode(encoded).decode() == f"{self.account}:{self.token}"

    def _message(self, form: dict[str, str]) -> dict[str, Any]:
        sid = f"SM{len(self.sent):032x}"
        here, now = f"/2010-04-01/Accounts/{self.account}/Messages/{sid}", format_datetime(clock.now())
        return {
            "account_sid": self.account,
            "api_version": "2010-04-01",
            "body": form.get("Body"),
            "date_created": now,
            "date_sent": None,
            "date_updated": now,
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": form.get("From"),
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "sid": sid,
            "status": "queued",
            "subresource_uris": {"media": f"{here}/Media.json"},
            "to": form["To"],
            "uri": f"{here}.json",
        }


def _error(status: int, code: int | None, text: str = "as documented") -> tuple[int, dict[str, Any]]:
    # https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions
    more = f"https://www.twilio.com/docs/errors/{code}"
    return status, {"code": code, "message": text, "more_info": more, "status": status}
