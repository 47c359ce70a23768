"""A stand-in for the main API, as the CRM sees it."""

import contextlib
import functools
import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt

SIGNED_OUT = (401, {}, json.dumps({"error": "You've been signed out.", "code": "login_ended"}).encode())


def profile_of(authorization: str) -> tuple[int, dict[str, str], bytes]:
    """Return the profile of the token's person."""
    claims = jwt.decode(authorization.removeprefix("Bearer "), options={"verify_signature": False})
    user = {"id": int(claims["sub"]), "role": claims["role"], "name": claims.get("name", "")}
    return 200, {}, json.dumps({"user": user}).encode()


class StandIn:
    """Stands in for the main API: records requests in `asked` and sends the response that a test set with `say`.

    With nearly every request of a person, the CRM asks for their profile. They are counted, and answered after
    `profile_seconds` with the token's claims, or with `profile_said` if a test sets it. While a stream is open, the CRM
    asks which sign-ins are open: all of them, as facilitators', or as `profile_said` says.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.profiles_asked = 0
        self.profile_said: tuple[int, dict[str, str], bytes] | None = None
        self.profile_seconds = 0.0
        self.said: tuple[int, dict[str, str], bytes] = (200, {}, b"{}")
        self.response: Callable[[str], Any] | None = None  # by the request line, in place of `said`
        self.seconds = 0.0
        self._connections: list[socket.socket] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def response(self) -> None:
                if self.path == "/auth/profile":
                    outer.profiles_asked += 1
                    time.sleep(outer.profile_seconds)
                    return self.reply(*(outer.profile_said or profile_of(self.headers["Authorization"])))
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.path == "/auth/sign-ins/open":
                    time.sleep(outer.profile_seconds)
                    return self.reply(*outer.open_sign_ins(json.loads(content)["sign_in_ids"]))
                outer.asked.append(
                    {
                        "line": f"{self.command} {self.path}",
                        "headers": self.headers,
                        "body": json.loads(content) if content else None,
                    }
                )
                time.sleep(outer.seconds)
                if outer.response is not None:
                    outer.say(200, outer.response(f"{self.command} {self.path}"))
                return self.reply(*outer.said)

            def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(OSError):  # the CRM may have stopped waiting
                    self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = response

            def setup(self) -> None:
                outer._connections.append(self.request)
                super().setup()

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def open_sign_ins(self, sign_in_ids: list[str]) -> tuple[int, dict[str, str], bytes]:
        said, role = self.profile_said, "facilitator"
        if said == SIGNED_OUT:
            sign_in_ids = []
        elif said is not None:
            try:
                role = json.loads(said[2])["user"]["role"]
            except (ValueError, KeyError):
                return said
        return 200, {}, json.dumps({"sign_ins": [{"id": each, "role": role} for each in sign_in_ids]}).encode()

    def say(self, status: int, body: Any, **headers: str) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.said = (status, {name.replace("_", "-"): value for name, value in headers.items()}, content)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@functools.cache
def everyone_is_signed_in() -> str:
    """Return the address of a stand-in that only confirms tokens, for tests of other things."""
    stand_in = StandIn()
    stand_in.say(503, {"error": "Only sign-ins are answered here."})
    return stand_in.url
