"""Who may call a route. Each route declares its callers with `access(...)`.

A test compares the declared callers with the app's URL map, so no route is open by omission.
"""

import re
import time
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

import jwt
from flask import g, request
from flask_jwt_extended import create_access_token
from sqlalchemy import bindparam, select

from main_app.auth.api_keys import find_key, record_use
from main_app.auth.caller import ADMIN, API_KEY, FACILITATOR, USER, Caller
from main_app.auth.models import SignIn, User
from main_app.auth.sign_in import ACCESS_LIFETIME, Grant
from main_app.database import db
from main_app.settings import settings
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import MAX_ID, read_connection
from service_kit.problems import Forbidden, Invalid, NotFound, Unauthorized
from service_kit.service_token import sent_service_token
from service_kit.strict_json import checked_input

View = TypeVar("View", bound=Callable[..., Any])
ANYONE = "anyone"
SERVICE = "service"
SIGNED_IN = (USER, FACILITATOR, ADMIN)
# Names the facilitator for whom a caller with the service token acts.
ACTING_FOR = "X-Facilitator-Id"
VERIFIED_TOKENS_CACHED = 4096  # per process
SIGN_IN_ID = re.compile(r"[0-9a-f]{32}\Z")
BEARER = re.compile(r"^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$")
OPAQUE_BEARER = re.compile(r"^Bearer ([!-~]{1,255})$")

# The CRM in a route that is for services only; elsewhere it acts for a facilitator.
SERVICE_ITSELF = Caller(0, SERVICE, SERVICE, "", "", through="service_token")

users, sign_ins = User.__table__.c, SignIn.__table__.c
OPEN_SIGN_IN = CompiledStatement(
    select(users.role, users.also, users.name, users.email, users.epoch)
    .join_from(User.__table__, SignIn.__table__, sign_ins.user_id == users.id)
    .where(users.id == bindparam("user"), sign_ins.id == bindparam("sign_in"), sign_ins.ended_at.is_(None))
)


def access(*callers: str, scope: str = "", signed: Callable[[], Caller | None] | None = None) -> Callable[[View], View]:
    """Let only these callers in, decided before the body is read.

    An API key needs the `scope` as well. `signed` returns the caller whose signature the request has, or None.
    """

    def decorate(view: View) -> View:
        checked = checked_input(view)

        @wraps(checked)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if ANYONE not in callers:
                g.caller = (signed() if signed else None) or _caller_of(callers, scope)
                if not g.caller.has_a_role_of(callers):
                    raise Forbidden()
            return checked(*args, **kwargs)

        guarded.callers = callers  # type: ignore[attr-defined]
        guarded.raised_by = _refusing(callers, signed)  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def _refusing(callers: tuple[str, ...], signed: Callable[[], Caller | None] | None) -> tuple[Callable[..., Any], ...]:
    """What may refuse a request to a route for these callers. The API's description is made from it."""
    if ANYONE in callers:
        return ()
    refusing = (
        (authenticate, True),
        (Forbidden, not set(SIGNED_IN) <= set(callers)),
        (_service_caller, SERVICE in callers and callers != (SERVICE,)),
        (_key_caller, API_KEY in callers),
        (signed, signed is not None),
    )
    return tuple(each for each, applies in refusing if applies and each)


def _caller_of(callers: tuple[str, ...], scope: str) -> Caller:
    if SERVICE in callers and has_service_token():
        return SERVICE_ITSELF if callers == (SERVICE,) else _service_caller()
    return (_key_caller(scope) if API_KEY in callers else None) or authenticate()


def _key_caller(scope: str) -> Caller | None:
    """The API key behind this request, as a caller whose id is the key's. None if the token is not an API key."""
    token = OPAQUE_BEARER.match(request.headers.get("Authorization", ""))
    key = find_key(token[1]) if token else None
    if key is None:
        return None
    if scope not in key.scopes:
        raise Forbidden(f"This API key may not do this: it needs the scope {scope}.")
    record_use(key)
    return Caller(key.id, API_KEY, key.name, "", "", through="api_key")


def caller() -> Caller:
    """The person behind this request, in a route that needs one."""
    return g.caller


def viewer() -> Caller | None:
    """The person behind a request to a public route. None without a token, or if the service token acts for nobody.

    Raises Unauthorized for an invalid token, because its owner would otherwise silently miss their own drafts.
    """
    if "Authorization" not in request.headers:
        return None
    if has_service_token():
        return _service_caller() if ACTING_FOR in request.headers else None
    return authenticate()


def authenticate() -> Caller:
    """Read the access token and check that its sign-in is still open. Raises Unauthorized."""
    header = request.headers.get("Authorization", "")
    if not header:
        raise Unauthorized()
    match = BEARER.match(header)
    if not match:
        raise Unauthorized("The Authorization header must be 'Bearer' and an access token.", code="invalid_token")
    try:
        claims = _verified(match[1], settings().jwt_secret_key)
        if claims["exp"] <= time.time():
            raise jwt.ExpiredSignatureError
        user_id, epoch, sign_in_id = int(claims["sub"]), claims["epoch"], SIGN_IN_ID.match(claims["sid"])
    except jwt.ExpiredSignatureError:
        raise Unauthorized("The access token has expired. Refresh it or sign in again.", code="token_expired") from None
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
        raise Unauthorized("The access token is not valid. Sign in again.", code="invalid_token") from None
    if claims.get("type") != "access" or sign_in_id is None or not 0 < user_id <= MAX_ID:
        raise Unauthorized("The access token is not valid. Sign in again.", code="invalid_token")
    with read_connection() as connection:
        row = OPEN_SIGN_IN.first(connection, {"user": user_id, "sign_in": sign_in_id[0]})
    if row is None:
        raise Unauthorized("You've been signed out. Sign in again.", code="login_ended")
    if row.epoch != epoch:  # the person's roles have changed: the next token has the new ones
        raise Unauthorized("The access token has expired. Refresh it or sign in again.", code="token_expired")
    return Caller(user_id, row.role, row.name, row.email, sign_in_id[0], also=tuple(row.also))


@lru_cache(maxsize=VERIFIED_TOKENS_CACHED)
def _verified(token: str, secret: str) -> dict[str, Any]:
    """The claims of a token whose signature is right; the caller checks again whether it has expired.

    Cached, because checking a signature takes as long as three statements. Whether the sign-in is still open is never
    cached.
    """
    return jwt.decode(token, secret, algorithms=["HS256"], options={"require": ["exp", "sub", "iat"]})


def has_service_token() -> bool:
    return sent_service_token() is not None


def _service_caller() -> Caller:
    """The facilitator for whom the CRM acts. The CRM has that facilitator's rights only."""
    facilitator_id = request.headers.get(ACTING_FOR, "")
    if not (facilitator_id.isascii() and facilitator_id.isdigit() and len(facilitator_id) < 19):
        raise Invalid(f"The service token acts for a facilitator: name one in {ACTING_FOR}.", ACTING_FOR)
    user = db.session.get(User, int(facilitator_id)) if int(facilitator_id) <= MAX_ID else None
    if user is None or FACILITATOR not in user.roles:
        raise NotFound("facilitator")
    return Caller(user.id, FACILITATOR, user.name, user.email, "", through="service_token")


def access_token(grant: Grant) -> str:
    """A token for 15 minutes, which the CRM accepts too."""
    user = grant.user
    return create_access_token(
        identity=str(user.id),
        expires_delta=ACCESS_LIFETIME,
        additional_claims={"role": user.role, "name": user.name, "epoch": user.epoch, "sid": grant.sign_in_id},
    )


SECURITY_SCHEMES: dict[str, dict[str, str]] = {
    "access_token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Of a person, from POST /auth/login, for 15 minutes. POST /auth/refresh gives the next.",
    },
    "api_key": {"type": "http", "scheme": "bearer", "description": "Of an outside system, from an admin."},
    "service_token": {
        "type": "http",
        "scheme": "bearer",
        "description": f"The token the services share. {ACTING_FOR} names the facilitator for whom the CRM acts.",
    },
}


def describe_callers(view: Callable[..., Any], operation: dict[str, Any]) -> None:
    """Say in a route's description who may call it, as the route itself declares it."""
    callers = getattr(view, "callers", (ANYONE,))
    if ANYONE not in callers:
        schemes = (
            ("access_token", not set(SIGNED_IN).isdisjoint(callers)),
            ("api_key", API_KEY in callers),
            ("service_token", SERVICE in callers),
        )
        operation["security"] = [{name: []} for name, applies in schemes if applies]
        operation["description"] = f"For: {', '.join(callers)}."
