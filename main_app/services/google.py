"""Google as an OpenID Connect provider: the page to sign in on, and who did. Authlib speaks the protocol.

One attempt per call. No token is kept or logged: only the claims of the ID token are used.
"""

import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import requests

from main_app.settings import MainSettings
from service_kit import clock
from service_kit.http_client import bounded, bounded_session, send, within

DEADLINE_SECONDS = 5
KEEP_DOCUMENTS_SECONDS = 3600
CLOCK_SKEW_SECONDS = 60
ALGORITHMS = ["RS256"]  # Google's; a token that names another one is refused
SCOPES = "openid email profile"
MAX_SUBJECT_LENGTH = 255  # as OpenID Connect limits it


class GoogleUnavailable(Exception):
    """Google can't be reached, or answers with an error of its own."""


class SignInRefused(Exception):
    """The code or the ID token is not acceptable. The text says why, without any part of them."""


@dataclass(frozen=True)
class GoogleProfile:
    """Who signed in. `identity` never changes; addresses do.

    `owns_address` is whether Google itself gives out the address: one of gmail.com or of a Workspace domain. For others
    Google has only once seen that the person reads its mail.
    """

    identity: str
    email: str
    email_verified: bool
    owns_address: bool
    name: str


class Google:
    def __init__(self, issuer: str, client_id: str, client_secret: str, redirect_uri: str):
        self._issuer, self._client_id, self._client_secret = issuer, client_id, client_secret
        self._redirect_uri = redirect_uri
        self._http = bounded_session()
        self._documents: dict[str, tuple[float, Any]] = {}

    def page_to_sign_in_on(self, state: str, nonce: str, verifier: str) -> str:
        """Raises GoogleUnavailable."""
        page = self._metadata()["authorization_endpoint"]
        options = {"nonce": nonce, "prompt": "select_account"}
        return self._client().create_authorization_url(page, state=state, code_verifier=verifier, **options)[0]

    def profile(self, code: str, nonce: str, verifier: str) -> GoogleProfile:
        """Exchange a code for an ID token and check that. Raises GoogleUnavailable and SignInRefused."""
        claims = self._claims(self._id_token(code, verifier), nonce)
        subject, email = claims["sub"], str(claims.get("email", ""))
        if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT_LENGTH:
            raise SignInRefused("the ID token has no usable 'sub'")
        return GoogleProfile(
            identity=f"{self._issuer} {subject}",
            email=email,
            email_verified=claims.get("email_verified") is True,
            owns_address=email.lower().endswith("@gmail.com") or bool(claims.get("hd")),
            name=str(claims.get("name", "")),
        )

    def _client(self) -> Any:
        """A new one for each call, because it remembers its last token."""
        from authlib.integrations.requests_client import OAuth2Session  # here: large, and used only with Google

        client: Any = OAuth2Session(
            self._client_id,
            self._client_secret,
            redirect_uri=self._redirect_uri,
            scope=SCOPES,
            code_challenge_method="S256",
        )
        client.max_redirects = 0
        return bounded(client)

    def _id_token(self, code: str, verifier: str) -> str:
        from authlib.integrations.requests_client import OAuthError  # as in `_client`

        endpoint = self._metadata()["token_endpoint"]
        try:
            with self._client() as client, within(DEADLINE_SECONDS):
                token = client.fetch_token(endpoint, code=code, code_verifier=verifier)
        except requests.RequestException as error:
            raise GoogleUnavailable(type(error).__name__) from None
        except (OAuthError, ValueError) as error:
            raise SignInRefused(f"Google refused the code ({type(error).__name__})") from None
        if not isinstance(token.get("id_token"), str):
            raise SignInRefused("Google sent no ID token")
        return token["id_token"]

    def _claims(self, id_token: str, nonce: str) -> dict[str, Any]:
        from authlib.oidc.core import CodeIDToken  # as in `_client`
        from joserfc import jwt  # as in `_client`
        from joserfc.errors import InvalidKeyIdError, JoseError  # as in `_client`

        try:
            try:
                decoded = jwt.decode(id_token, self._keys(), algorithms=ALGORITHMS)
            except InvalidKeyIdError:  # Google has new keys
                decoded = jwt.decode(id_token, self._keys(anew=True), algorithms=ALGORITHMS)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                {
                    "iss": {"essential": True, "value": self._issuer},
                    "aud": {"essential": True, "value": self._client_id},
                },
                {"nonce": nonce, "client_id": self._client_id},
            )
            claims.validate(now=int(clock.now().timestamp()), leeway=CLOCK_SKEW_SECONDS)
        except (JoseError, ValueError, TypeError) as error:
            raise SignInRefused(f"the ID token is not valid ({type(error).__name__})") from None
        return claims

    def _keys(self, *, anew: bool = False) -> Any:
        from joserfc.jwk import KeySet  # as in `_client`

        return KeySet.import_key_set(self._document(self._metadata()["jwks_uri"], anew=anew))

    def _metadata(self) -> dict[str, str]:
        found = self._document(f"{self._issuer}/.well-known/openid-configuration")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer") != self._issuer or not all(isinstance(found.get(name), str) for name in needed):
            raise GoogleUnavailable("its configuration is not the issuer's")
        return found

    def _document(self, url: str, *, anew: bool = False) -> Any:
        """A JSON object that Google publishes. Kept for an hour, because each sign-in needs it."""
        kept = self._documents.get(url)
        if kept and not anew and time.monotonic() < kept[0] + KEEP_DOCUMENTS_SECONDS:
            return kept[1]
        try:
            response = send(self._http, "GET", url, deadline=DEADLINE_SECONDS)
            found = response.json() if response.status == 200 else None
        except (requests.RequestException, ValueError) as error:
            raise GoogleUnavailable(type(error).__name__) from None
        if not isinstance(found, dict):
            raise GoogleUnavailable(f"status {response.status}")
        self._documents[url] = time.monotonic(), found
        return found


def google_of(settings: MainSettings) -> Google | None:
    """None if it is not set up."""
    if not settings.has_google:
        return None
    callback = f"{settings.public_url}/auth/google/callback"
    return _google(settings.google_issuer, settings.google_client_id, settings.google_client_secret, callback)


@cache
def _google(issuer: str, client_id: str, client_secret: str, redirect_uri: str) -> Google:
    """One for the process, which keeps connections and documents."""
    return Google(issuer, client_id, client_secret, redirect_uri)
