"""Who is calling: a service with the shared token, a person with the main API's JWT, or nobody."""

import functools
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from flask import current_app, g, request
from flask_jwt_extended import JWTManager, decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt.exceptions import PyJWTError

from crm_microservice.config import Config
from crm_microservice.logging import log
from crm_microservice.main_api import login_has_ended
from service_kit.problems import Forbidden, Unauthorized

View = TypeVar("View", bound=Callable[..., Any])
LONGEST_NAME = 200  # characters, as in the audit trail
POSITIVE_ID = re.compile(r"[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Caller:
    """`facilitator_id` is None for the service, which sees every facilitator; `expires_at` is epoch seconds."""

    kind: str  # service, facilitator, user, admin
    facilitator_id: int | None = None
    expires_at: int | None = None
    user_id: int | None = None
    name: str = "service"
    # Whether the login is over, asked of the main API. Holds the token, so it is never shown.
    has_ended: Callable[[], bool] = field(default=lambda: False, repr=False)

    @property
    def is_service(self) -> bool:
        return self.kind == "service"


def set_up_auth(app: Any, config: Config) -> None:
    app.config.update(
        JWT_SECRET_KEY=config.jwt_secret_key,
        JWT_ALGORITHM="HS256",
        JWT_DECODE_ALGORITHMS=["HS256"],
        JWT_DECODE_LEEWAY=0,
        JWT_TOKEN_LOCATION=["headers"],
    )
    JWTManager(app)


def identify() -> Caller | None:
    """Return who is calling, None without credentials. Raises Unauthorized for wrong ones."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise _refused("Send the credentials as 'Authorization: Bearer <token>'.")
    if _is_service_token(token):
        return Caller("service")
    return _person(token)


def sent_service_token() -> str | None:
    """Return the service token this request carries; None for another token, or none."""
    token = request.headers.get("Authorization", "").partition(" ")[2].strip()
    return token if _is_service_token(token) else None


def _is_service_token(token: str) -> bool:
    config: Config = current_app.extensions["crm_config"]
    # As bytes: compare_digest refuses non-ASCII text. Every token is compared, so the time says nothing.
    matches = [hmac.compare_digest(token.encode(), accepted.encode()) for accepted in config.auth_tokens]
    return any(matches)


def _person(token: str) -> Caller:
    try:
        claims = decode_token(token)
    except (PyJWTError, JWTExtendedException, ValueError, KeyError, TypeError) as error:
        raise _refused("The token is not valid, or no longer.") from error
    identity, role = claims.get("sub"), claims.get("role")
    known = isinstance(identity, str) and POSITIVE_ID.fullmatch(identity) and role in {"user", "facilitator", "admin"}
    if claims.get("type") != "access" or not known or not isinstance(claims.get("exp"), int):
        raise _refused("The token is not valid, or no longer.")
    config: Config = current_app.extensions["crm_config"]
    has_ended = functools.partial(login_has_ended, config.main_base_url, token)
    if has_ended():
        raise _refused("Your login has ended. Log in again.", code="login_ended")
    user_id = int(cast(str, identity))
    name = claims.get("name")
    return Caller(
        cast(str, role),
        facilitator_id=user_id if role == "facilitator" else None,
        expires_at=claims["exp"],
        user_id=user_id,
        name=name[:LONGEST_NAME] if isinstance(name, str) and name.strip() else f"{role} {user_id}",
        has_ended=has_ended,
    )


def _refused(detail: str, code: str = "unauthorized") -> Unauthorized:
    log.warning("authentication_failed", path=request.path, client=request.remote_addr)
    return Unauthorized(detail, code)


def service_only(view: View) -> View:
    """Let only the service token through: 401 without or with a wrong one, 403 for a person."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        caller = identify()
        if caller is None:
            raise _refused("The service token is missing.")
        if not caller.is_service:
            raise Forbidden("This is for services only.")
        g.caller = caller
        return view(*args, **kwargs)

    return cast(View, guarded)


def reader_only(view: View) -> View:
    """Let the service token and facilitators through, and anyone where CRM_OPEN_NOTIFICATIONS is set."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        caller = identify()
        config: Config = current_app.extensions["crm_config"]
        if caller is None and config.open_notifications:
            caller = Caller("service")
        g.caller = _service_or_facilitator(caller)
        return view(*args, **kwargs)

    return cast(View, guarded)


def facilitator_or_service(view: View) -> View:
    """Let the service token and the facilitator named in the path (`facilitator_id`) through, no one else."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        caller = _service_or_facilitator(identify())
        if not caller.is_service and str(caller.facilitator_id) != str(kwargs["facilitator_id"]):
            raise Forbidden("This belongs to another facilitator.")
        g.caller = caller
        return view(*args, **kwargs)

    return cast(View, guarded)


def admin_or_service(view: View) -> View:
    """Let the service token and admins through."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        caller = identify()
        if caller is None:
            raise _refused("Log in as an admin, or send the service token.")
        if caller.kind not in {"service", "admin"}:
            raise Forbidden("This is for admins.")
        g.caller = caller
        return view(*args, **kwargs)

    return cast(View, guarded)


def _service_or_facilitator(caller: Caller | None) -> Caller:
    if caller is None:
        raise _refused("Log in as a facilitator, or send the service token.")
    if caller.kind not in {"service", "facilitator"}:
        raise Forbidden("This is for facilitators.")
    return caller
