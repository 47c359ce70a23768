"""Signing in with Google: the way there, the way back, and whose account it is.

An account belongs to whoever its `identity` names, whatever their address is later. Until it has one, an address alone
does not open it:

- Anybody can register with somebody else's address and wait until its owner comes by Google. The owner would then use
  an account whose password another person knows. So an account whose address is not confirmed is never opened.
- Google has checked the addresses of other mail providers once, and they may have a new owner. So only addresses that
  Google itself gives out open an account.

Whoever is refused signs in with the password, or sets a new one by mail, and then connects Google. That takes a Google
account with the same address; otherwise a stranger with the password could leave a way in that outlasts it.

What leads from one request to the other is in a signed cookie, so the answer counts only in the browser that asked.
"""

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cache
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app.auth.models import User
from main_app.auth.record import GOOGLE_CONNECTED, GOOGLE_DISCONNECTED, REGISTERED, record_change
from main_app.auth.recovery import record_proof_of_address
from main_app.auth.sign_in import Grant, admit
from main_app.journal.append import Actor
from main_app.services.google import Google, GoogleProfile, GoogleUnavailable, SignInRefused, google_of
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.fields import Body, PersonName, normal_email
from service_kit.problems import Conflict, Unavailable

LIFETIME = timedelta(minutes=10)  # to sign in on Google's page
MAX_COOKIE_LENGTH = 2000  # characters

logger = logging.getLogger(__name__)


class Outcome(str, Enum):
    """How it ended; the page to which people come back has a sentence for each."""

    SIGNED_IN = "signed_in"
    CONNECTED = "connected"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNAVAILABLE = "unavailable"
    UNCONFIRMED_AT_GOOGLE = "unconfirmed_at_google"
    ACCOUNT_EXISTS = "account_exists"
    OTHER_ADDRESS = "other_address"
    OTHER_ACCOUNT = "other_account"
    SWITCHED_OFF = "switched_off"


class Named(Body):
    name: PersonName


class Refused(Exception):
    def __init__(self, outcome: Outcome):
        self.outcome = outcome


@dataclass(frozen=True)
class Begun:
    address: str
    cookie: str


@dataclass(frozen=True)
class Answer:
    """What Google's page sends the browser back with."""

    state: str
    code: str
    error: str


@dataclass(frozen=True)
class Ended:
    """`next` is the page of the web app that was asked for; `connecting` is whether somebody signed in asked."""

    outcome: Outcome
    grant: Grant | None = None
    next: str = ""
    connecting: bool = False


def begin(next_page: str, language: str, time_zone: str, user_id: int | None) -> Begun:
    """Where to sign in with Google, and the cookie with which `end` recognises the browser.

    With `user_id`, Google is connected with this account. Raises Conflict if Google is not set up, Unavailable if it
    can't be reached.
    """
    google = google_of(settings())
    if google is None:
        raise Conflict("google_not_set_up", "Signing in with Google isn't set up here. Use your password.")
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    try:
        address = google.page_to_sign_in_on(state, nonce, verifier)
    except GoogleUnavailable as error:
        logger.warning("Google can't be reached", extra={"reason": str(error)})
        raise Unavailable("Google can't be reached right now.", "google_unavailable", retry_after=30) from None
    ends = int((clock.now() + LIFETIME).timestamp())
    facts = [state, nonce, verifier, next_page, language, time_zone, user_id, ends]
    cookie = _serializer(settings().secret_key).dumps(facts)
    return Begun(address, cookie if isinstance(cookie, str) else cookie.decode())


def end(cookie: str, answer: Answer, device: str) -> Ended:
    """Sign in, or connect Google, with what its page sent back."""
    google = google_of(settings())
    match _read(cookie):
        case [str(state), str(nonce), str(verifier), str(next_page), str(language), str(time_zone), user_id, int(ends)]:
            pass
        case _:
            return Ended(Outcome.FAILED)
    is_ours = hmac.compare_digest(state.encode(), answer.state.encode()) and clock.now().timestamp() < ends
    connecting = user_id is not None
    try:
        if google is None or not is_ours:
            raise Refused(Outcome.FAILED)
        if answer.error or not answer.code:
            raise Refused(Outcome.CANCELLED if answer.error == "access_denied" else Outcome.FAILED)
        profile = _confirmed_profile(google, answer.code, nonce, verifier)
        if connecting:
            _connect(user_id, profile)
            return Ended(Outcome.CONNECTED, connecting=True)
        return Ended(Outcome.SIGNED_IN, _sign_in(profile, language, time_zone, device), next_page)
    except Refused as refused:
        return Ended(refused.outcome, next=next_page, connecting=connecting)


def disconnect(user_id: int) -> User:
    """Raises Conflict if the person could not sign in any more."""
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        if user.identity is not None:
            if not user.has_password:
                raise Conflict("no_password", "Set a password first: without it you couldn't sign in any more.")
            user.identity = None
            user.version += 1
            record_change(db_session, user, GOOGLE_DISCONNECTED)
        return user


def _confirmed_profile(google: Google, code: str, nonce: str, verifier: str) -> GoogleProfile:
    """Who signed in, once Google has confirmed the address. Calls Google, so no transaction is open."""
    try:
        profile = google.profile(code, nonce, verifier)
    except GoogleUnavailable as error:
        logger.warning("Google can't be reached", extra={"reason": str(error)})
        raise Refused(Outcome.UNAVAILABLE) from None
    except SignInRefused as error:
        logger.warning("a sign-in with Google was refused", extra={"reason": str(error)})
        raise Refused(Outcome.FAILED) from None
    if not profile.email_verified:
        raise Refused(Outcome.UNCONFIRMED_AT_GOOGLE)
    return profile


def _sign_in(profile: GoogleProfile, language: str, time_zone: str, device: str) -> Grant:
    try:
        return _admit(profile, language, time_zone, device)
    except IntegrityError:  # the same person in another tab was faster: now there is an account
        return _admit(profile, language, time_zone, device)


def _admit(profile: GoogleProfile, language: str, time_zone: str, device: str) -> Grant:
    email = _email(profile)
    with write_transaction() as db_session:
        user = _locked(db_session, User.identity == profile.identity)
        if user is None:
            user = _locked(db_session, User.email == email)
            if user is None:
                user = _new_account(db_session, profile, email, language, time_zone)
            elif user.email_verified_at is None or user.identity is not None or not profile.owns_address:
                raise Refused(Outcome.ACCOUNT_EXISTS)
            else:
                _record_connection(db_session, user, profile)
        if user.switched_off_at is not None:
            raise Refused(Outcome.SWITCHED_OFF)
        return admit(db_session, user, device)


def _connect(user_id: Any, profile: GoogleProfile) -> None:
    email = _email(profile)
    try:
        with write_transaction() as db_session:
            user = _locked(db_session, User.id == user_id)
            if user is None or user.switched_off_at is not None:
                raise Refused(Outcome.FAILED)
            if user.identity == profile.identity:
                return
            if user.email != email:
                raise Refused(Outcome.OTHER_ADDRESS)
            record_proof_of_address(db_session, user, _by_google(user), keep_confirmed_phone=True)
            _record_connection(db_session, user, profile)
    except IntegrityError:
        raise Refused(Outcome.OTHER_ACCOUNT) from None


def _locked(db_session: Session, condition: Any) -> User | None:
    query = select(User).where(condition).with_for_update()
    return db_session.scalar(query, execution_options={"populate_existing": True})


def _new_account(db_session: Session, profile: GoogleProfile, email: str, language: str, time_zone: str) -> User:
    now = clock.now()
    user = User(
        name=_name(profile, email),
        email=email,
        language=language,
        time_zone=time_zone,
        password_hash="",
        identity=profile.identity,
        email_verified_at=now,
        created_at=now,
    )
    db_session.add(user)
    db_session.flush()
    record_change(db_session, user, REGISTERED, by=_by_google(user))
    return user


def _record_connection(db_session: Session, user: User, profile: GoogleProfile) -> None:
    user.identity = profile.identity
    user.version += 1
    record_change(db_session, user, GOOGLE_CONNECTED, by=_by_google(user))


def _by_google(user: User) -> Actor:
    return Actor(user.id, user.role, "google")


def _email(profile: GoogleProfile) -> str:
    try:
        return normal_email(profile.email)
    except ValueError:
        raise Refused(Outcome.UNCONFIRMED_AT_GOOGLE) from None


def _name(profile: GoogleProfile, email: str) -> str:
    for name in (profile.name, email.split("@", maxsplit=1)[0]):
        try:
            return Named(name=name).name
        except ValidationError:
            continue
    return "Guest"


def _read(cookie: str) -> Any:
    try:
        return _serializer(settings().secret_key).loads(cookie) if len(cookie) <= MAX_COOKIE_LENGTH else None
    except BadData:
        return None


@cache
def _serializer(secret_key: str) -> URLSafeSerializer:
    options = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeSerializer(secret_key, salt="signing in with Google", signer_kwargs=options)
