"""Who is calling: a service with the shared token, a person with the main API's token, or nobody.

At each request, the main API confirms a person's sign-in and returns their current role. When the main API does not
answer, guests' data, writes and all admin routes are refused with 503. A facilitator whose sign-in this process
confirmed in the last minute can still read the rest of their data: the response then has the header
`X-Samaya-Notice: sign-in-unconfirmed`, which the web app shows.
"""

import functools
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Response, g, request
from flask_jwt_extended import JWTManager, decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt.exceptions import PyJWTError
from limits import parse

from crm_microservice.database import db
from crm_microservice.settings import settings
from crm_microservice.sign_ins import SignIn, SignInEnded
from service_kit.limiter_keys import LimitKind, limiter_key
from service_kit.problems import Forbidden, Unauthorized, Unavailable
from service_kit.rate_limits import count_change
from service_kit.request_hooks import MAX_LOGGED_PATH_LENGTH
from service_kit.service_token import is_service_token

logger = logging.getLogger(__name__)

View = TypeVar("View", bound=Callable[..., Any])
POSITIVE_ID = re.compile(r"[1-9][0-9]{0,18}")
SIGN_IN_ID = re.compile(r"[0-9a-f]{32}")
NOTICE = "X-Samaya-Notice"
UNCONFIRMED = "sign-in-unconfirmed"
CHANGES_OF_A_PERSON = parse("120 per minute")


@dataclass(frozen=True)
class Caller:
    """Who sent the request. `facilitator_id` is None for a service, which may see every facilitator's data."""

    kind: str  # service, facilitator, user, admin
    facilitator_id: int | None = None
    user_id: int | None = None
    name: str = "service"
    sign_in: SignIn | None = None  # None for the service

    @property
    def is_service(self) -> bool:
        return self.kind == "service"

    @property
    def key(self) -> str | None:
        """By which limits count a person. Services have limits of their own."""
        return None if self.user_id is None else limiter_key(LimitKind.USER, self.user_id)

    def may_manage(self, facilitator_id: int | str) -> bool:
        """Whether the caller may see and change this facilitator's data. Nothing else compares the two."""
        return self.is_service or str(self.facilitator_id) == str(facilitator_id)


def set_up_auth(app: Any) -> None:
    app.config.update(
        JWT_ALGORITHM="HS256",
        JWT_DECODE_ALGORITHMS=["HS256"],
        JWT_DECODE_LEEWAY=0,
        JWT_TOKEN_LOCATION=["headers"],
    )
    JWTManager(app)

    @app.after_request
    def add_notice(response: Response) -> Response:
        if "notice" in g:
            response.headers[NOTICE] = g.notice
        return response


def identify(*, confirmed: bool) -> Caller | None:
    """Return who is calling, None if no credentials were sent. Raises Unauthorized for wrong credentials.

    With `confirmed`, raises Unavailable for a person if the main API cannot confirm their sign-in now.
    """
    token = _bearer_token()
    if token is None:
        return None
    if is_service_token(token):
        return Caller("service")
    return _caller_of(token, confirmed)


def _bearer_token() -> str | None:
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise _refused("Send the credentials as 'Authorization: Bearer <token>'.")
    return token


def _caller_of(token: str, confirmed: bool) -> Caller:
    sign_in = _read(token)
    try:
        person = sign_in.confirm(required=confirmed)
    except SignInEnded:
        raise _refused("You've been signed out. Sign in again.", code="login_ended") from None
    if person is None:
        person = None if confirmed else sign_in.recently_confirmed()
        if person is None or not person.is_facilitator:
            raise Unavailable(_unconfirmed_sentence(), "sign_in_unconfirmed", retry_after=5)
        g.notice = UNCONFIRMED
    facilitator_id = person.user_id if person.is_facilitator else None
    return Caller(person.role, facilitator_id, person.user_id, person.name, sign_in)


def _unconfirmed_sentence() -> str:
    happened = "Nothing is shown until it is" if request.method == "GET" else "Nothing was changed"
    return f"Your sign-in can't be checked right now. {happened}; try again in a few seconds."


def _read(token: str) -> SignIn:
    """Return the sign-in that the token describes. Raises Unauthorized."""
    try:
        claims = decode_token(token)
    except (PyJWTError, JWTExtendedException, ValueError, KeyError, TypeError) as error:
        raise _refused("The token is not valid or has expired.") from error
    identity, role, sign_in_id, expires_at = (claims.get(name) for name in ("sub", "role", "sid", "exp"))
    valid = (
        isinstance(identity, str)
        and POSITIVE_ID.fullmatch(identity)
        and isinstance(sign_in_id, str)
        and SIGN_IN_ID.fullmatch(sign_in_id)
        and role in {"user", "facilitator", "admin"}
    )
    if claims.get("type") != "access" or not valid or not isinstance(expires_at, int):
        raise _refused("The token is not valid or has expired.")
    user_id = int(cast(str, identity))
    return SignIn(cast(str, sign_in_id), user_id, expires_at, token, settings().main_base_url, db.engine)


def _refused(detail: str, code: str = "unauthorized") -> Unauthorized:
    logger.warning(
        "authentication failed", extra={"path": request.path[:MAX_LOGGED_PATH_LENGTH], "client": request.remote_addr}
    )
    return Unauthorized(detail, code)


def service_only(view: View) -> View:
    """Let only the service token through: 401 without or with a wrong one, 403 for a person."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        token = _bearer_token()
        if token is None:
            raise _refused("The service token is missing.")
        if not is_service_token(token):
            _read(token)  # 401 where it is no person's token either
            raise Forbidden("This is for services only.")
        g.caller = Caller("service")
        return view(*args, **kwargs)

    return cast(View, guarded)


def reader_only(view: View) -> View:
    """Let the service token and facilitators through, and anyone where CRM_OPEN_NOTIFICATIONS is set."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        caller = identify(confirmed=True)
        if caller is None and settings().open_notifications:
            caller = Caller("service")
        g.caller = _service_or_facilitator(caller)
        return view(*args, **kwargs)

    return cast(View, guarded)


def facilitator_or_service(view: View) -> View:
    """Let the service token and the facilitator named in the path (`facilitator_id`) through.

    Reading works for a while even when the main API does not answer; everything else needs a confirmed sign-in.
    """
    return _for_this_facilitator(view, lambda: request.method != "GET")


def confirmed_facilitator_or_service(view: View) -> View:
    """As `facilitator_or_service`, for guests' data: the sign-in must be confirmed, for reading too."""
    return _for_this_facilitator(view, lambda: True)


def _for_this_facilitator(view: View, must_be_confirmed: Callable[[], bool]) -> View:
    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        caller = _service_or_facilitator(identify(confirmed=must_be_confirmed()))
        if not caller.may_manage(kwargs["facilitator_id"]):
            raise Forbidden("This belongs to another facilitator.")
        _limit_changes(caller)
        g.caller = caller
        return view(*args, **kwargs)

    return cast(View, guarded)


def admin_or_service(view: View) -> View:
    """Let the service token and admins through."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        caller = identify(confirmed=True)
        if caller is None:
            raise _refused("Sign in as an admin, or send the service token.")
        if caller.kind not in {"service", "admin"}:
            raise Forbidden("This is for admins.")
        _limit_changes(caller)
        g.caller = caller
        return view(*args, **kwargs)

    return cast(View, guarded)


def _limit_changes(caller: Caller) -> None:
    """Raise TooManyRequests for a person who makes too many changes."""
    if caller.key is not None and request.method not in ("GET", "HEAD"):
        count_change(CHANGES_OF_A_PERSON, "changes", caller.key)


def _service_or_facilitator(caller: Caller | None) -> Caller:
    if caller is None:
        raise _refused("Sign in as a facilitator, or send the service token.")
    if not caller.is_service and caller.facilitator_id is None:
        raise Forbidden("This is for facilitators.")
    return caller
