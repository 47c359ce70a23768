"""A stand-in for Google's OpenID Connect: configuration, page to sign in on, codes with PKCE, ID tokens, keys.

Whoever opens its page is `person`, and is led back at once. A test changes what the next ID token says.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "samaya.apps.googleusercontent.example", "GOCSPX-of-the-stand-in-only"
BASIC = "Basic " + base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()


def person(email: str, subject: str = "", name: str = "Asha Rao", **claims: Any) -> dict[str, Any]:
    """Somebody with a Google account. Google gives out addresses of its own and of Workspace domains ("hd")."""
    subject = subject or str(int.from_bytes(hashlib.sha256(email.encode()).digest()[:8], "big"))
    return {"sub": subject, "email": email, "email_verified": True, "name": name, "hd": "example.com"} | claims


@dataclass
class GoogleStandIn:
    person: dict[str, Any] = field(default_factory=lambda: person("asha@example.com"))
    changed_claims: dict[str, Any] = field(default_factory=dict)  # of the next ID tokens
    declines: bool = False  # the person, on the page
    down: bool = False

    def __post_init__(self) -> None:
        self.keys = [RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})]
        self.signs_with = self.keys[0]
        self._codes: dict[str, dict[str, str]] = {}
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                parts = urlsplit(self.path)
                sent = {name: values[0] for name, values in parse_qs(parts.query or body).items()}
                status, headers, content = stand_in._answer(
                    f"{self.command} {parts.path}", sent, self.headers.get("Authorization", "")
                )
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(OSError):  # the client has gone
                    self.wfile.write(content)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def settings(self) -> dict[str, Any]:
        return {"GOOGLE_CLIENT_ID": CLIENT_ID, "GOOGLE_CLIENT_SECRET": CLIENT_SECRET, "GOOGLE_ISSUER": self.url}

    def change_keys(self) -> None:
        """Sign with a new key. The old one is not published any more."""
        self.signs_with = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig", "alg": "RS256"})
        self.keys = [self.signs_with]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, route: str, sent: dict[str, str], authorization: str) -> tuple[int, dict[str, str], bytes]:
        if self.down:
            return 503, {"Content-Type": "text/html"}, b"Service unavailable"
        match route:
            case "GET /.well-known/openid-configuration":
                return _json(200, self._configuration())
            case "GET /keys":
                return _json(200, {"keys": [key.as_dict(private=False) for key in self.keys]})
            case "GET /authorize":
                return self._authorize(sent)
            case "POST /token":
                return _json(*self._token(sent, authorization))
            case _:
                return _json(404, {"error": "not_found"})

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _authorize(self, sent: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        needed = {"response_type": "code", "client_id": CLIENT_ID, "code_challenge_method": "S256"}
        asks_for_all = {"openid", "email"} <= set(sent.get("scope", "").split())
        texts = all(sent.get(name) for name in ("state", "nonce", "code_challenge", "redirect_uri"))
        if not (needed.items() <= sent.items() and asks_for_all and texts):
            return _json(400, {"error": "invalid_request"})
        answer = {"state": sent["state"], "scope": sent["scope"], "authuser": "0", "prompt": "none"}
        if self.declines:
            answer |= {"error": "access_denied"}
        else:
            code = secrets.token_urlsafe(24)
            self._codes[code] = sent
            answer |= {"code": code}
        return 302, {"Location": f"{sent['redirect_uri']}?{urlencode(answer)}"}, b""

    def _token(self, sent: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        if authorization != BASIC:
            return 401, {"error": "invalid_client"}
        asked = self._codes.pop(sent.get("code", ""), None)  # a code works once
        challenge = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        is_same = asked and asked["code_challenge"] == base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if not asked or not is_same or sent.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant", "error_description": "Malformed auth code."}
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 3600, "nonce": asked["nonce"]}
        header = {"alg": "RS256", "kid": self.signs_with.kid}
        id_token = jwt.encode(header, claims | self.person | self.changed_claims, self.signs_with)
        token = {"access_token": secrets.token_urlsafe(24), "token_type": "Bearer", "expires_in": 3599}
        return 200, token | {"id_token": id_token, "scope": asked["scope"]}


def _json(status: int, body: Any) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()
