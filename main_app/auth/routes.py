"""Routes of accounts: registration, signing in and out, profile, passwords."""

from typing import Any

from flask import Response, jsonify, request
from flask_openapi import APIBlueprint, Tag

from main_app.auth import confirmation, email_change, invitations, phone_codes, profiles, recovery, registration
from main_app.auth import sign_in as sign_ins
from main_app.auth.access import ANYONE, SERVICE, SIGNED_IN, access, access_token, caller
from main_app.auth.devices import device_name
from main_app.auth.refresh_cookie import COOKIE, delete_refresh_cookie, set_refresh_cookie
from main_app.auth.schemas import (
    Confirmation,
    Credentials,
    EmailChangeConfirmation,
    EmailChangeRequest,
    EmailVerification,
    FirstAdmin,
    ForgottenPassword,
    Invitation,
    Message,
    NewPasswordByLink,
    OpenSignIns,
    PasswordChange,
    PhoneConfirmation,
    ProfileChange,
    Refresh,
    Register,
    Registered,
    SignedIn,
    SignInIds,
    UserResponse,
    user_json,
)
from main_app.auth.sign_in import Grant
from main_app.database import db
from service_kit.client_address import client_address
from service_kit.fields import normal_email
from service_kit.limiter_keys import LimitKind, limiter_key
from service_kit.problems import Unauthorized
from service_kit.rate_limits import limit_per_account, limiter


def _requested_address() -> str:
    """The e-mail address in the body as the account lookup spells it, as the key of a rate limit."""
    email = request.get_json().get("email")
    if not isinstance(email, str):
        return limiter_key(LimitKind.RECIPIENT)
    try:
        return limiter_key(LimitKind.RECIPIENT, normal_email(email.strip()))
    except ValueError:
        return limiter_key(LimitKind.RECIPIENT, email[:254])


BY_COOKIE = Refresh()
limit_signing_out = limit_per_account("60 per minute", "signing out")
auth = APIBlueprint("auth", __name__, url_prefix="/auth", abp_tags=[Tag(name="Accounts")])


@auth.post("/register", responses={201: Registered})
@limiter.limit("200 per hour")  # people at a workshop share one address
@access(ANYONE)
def register(body: Register) -> tuple[dict[str, Any], int]:
    """Create an account."""
    user = registration.register_user(body)
    return {"message": "Account created. You can sign in now.", "user": user_json(user)}, 201


@auth.post("/login", responses={200: SignedIn})
@limiter.limit("30 per minute")
@access(ANYONE)
def sign_in(body: Credentials) -> Response:
    """Sign in by e-mail or username. The refresh token comes as an HttpOnly cookie, for a program in the body."""
    grant = sign_ins.sign_in(body.identifier, body.password, client_address(), _device())
    return _program_response(grant, "Welcome.") if body.refresh_token_in_body else _grant_response(grant, "Welcome.")


@auth.post("/refresh", responses={200: SignedIn})
@limiter.limit("120 per minute")
@access(ANYONE)
def refresh(body: Refresh = BY_COOKIE) -> Response:
    """Exchange the refresh token for a new access token and a new refresh token.

    It comes back as it was sent: as a cookie, or in the body. Used again within ten seconds, it returns the same new
    one; used again later, it ends the sign-in.
    """
    if body.refresh_token:
        return _program_response(sign_ins.refresh(body.refresh_token), "Welcome back.")
    token = request.cookies.get(COOKIE)
    if not token:
        raise Unauthorized("You are not signed in.", code="no_refresh_token")
    return _grant_response(sign_ins.refresh(token), "Welcome back.")


@auth.post("/logout", responses={200: Message})
@access(*SIGNED_IN)
@limit_signing_out
def sign_out() -> Response:
    """Sign out on this device; its tokens stop working at once."""
    sign_ins.sign_out(caller().sign_in_id)
    return _without_cookie("Signed out.")


@auth.post("/logout-everywhere", responses={200: Message})
@access(*SIGNED_IN)
@limit_signing_out
def sign_out_everywhere() -> Response:
    """Sign out on every device."""
    sign_ins.sign_out_everywhere(caller().id)
    return _without_cookie("Signed out of all devices.")


@auth.post("/sign-ins/open", responses={200: OpenSignIns})
@access(SERVICE)
@limit_per_account("6000 per minute", "open sign-ins")
def list_open_sign_ins(body: SignInIds) -> dict[str, Any]:
    """Which of these sign-ins are still open. The CRM asks this while people have live updates open."""
    return {"sign_ins": sign_ins.open_sign_ins(db.session.connection(), body.sign_in_ids)}


@auth.get("/profile", responses={200: UserResponse})
@access(*SIGNED_IN)
def profile() -> dict[str, Any]:
    """The account behind the access token."""
    return {"user": user_json(profiles.get_user(caller().id))}


@auth.patch("/profile", responses={200: UserResponse})
@access(*SIGNED_IN)
@limit_per_account("30 per minute", "profile")
def change_profile(body: ProfileChange) -> dict[str, Any]:
    """Change name, phone, time zone or biography."""
    return {"user": user_json(profiles.change_profile(caller().id, body))}


@auth.post("/password", responses={200: SignedIn})
@access(*SIGNED_IN)
@limit_per_account("30 per hour", "password")
def change_password(body: PasswordChange) -> Response:
    """Change the password. Every other device is signed out."""
    passwords = (body.current_password, body.new_password)
    grant = profiles.change_password(caller().id, *passwords, client_address(), _device())
    return _grant_response(grant, "Password changed. All other devices were signed out.")


@auth.post("/confirm", responses={204: None})
@access(*SIGNED_IN)
@limit_per_account("30 per hour", "password")
def confirm(body: Confirmation) -> Response:
    """Confirm that it is you, before you give money back. Good for ten minutes on this device."""
    if body.code is not None:
        confirmation.confirm_by_code(caller(), body.code, client_address())
    else:
        confirmation.confirm_by_password(caller(), body.password or "", client_address())
    return Response(status=204)


@auth.post("/confirm/code", responses={202: Message})
@access(*SIGNED_IN)
@limit_per_account("30 per hour", "confirmation codes")
def send_confirmation_code() -> tuple[dict[str, Any], int]:
    """Mail yourself a code to confirm with, if you have no password. It works once, for ten minutes.

    Asked for again within a minute, there is no other mail.
    """
    confirmation.request_code(caller())
    return {"message": "We've mailed you a code."}, 202


@auth.post("/forgotten-password", responses={202: Message})
@limiter.limit("30 per hour")
@limiter.limit("5 per hour", key_func=_requested_address)
@access(ANYONE)
def forgotten_password(body: ForgottenPassword) -> tuple[dict[str, Any], int]:
    """Send a link for a new password to this address, if it has an account. The response is always the same."""
    recovery.request_new_password(body.email)
    return {"message": "If there is an account with this address, we've sent it a link."}, 202


@auth.post("/reset-password", responses={200: Message})
@limiter.limit("30 per hour")
@access(ANYONE)
def reset_password(body: NewPasswordByLink) -> dict[str, Any]:
    """Set a new password with the token from the mailed link. Every device is signed out."""
    recovery.set_new_password(body.token, body.password)
    return {"message": "Your password is changed. Sign in with the new one."}


@auth.post("/invitation", responses={200: SignedIn})
@limiter.limit("30 per hour")
@access(ANYONE)
def accept_invitation(body: Invitation) -> Response:
    """Choose a password with the token from the invitation, and sign in. The token works once."""
    return _grant_response(invitations.accept(body.token, body.password, _device()), "Welcome.")


@auth.post("/first-admin", responses={201: SignedIn})
@limiter.limit("30 per hour")
@access(ANYONE)
def make_first_admin(body: FirstAdmin) -> tuple[Response, int]:
    """Create the first admin with the token from the link that start_services.py prints, and sign in."""
    return _grant_response(invitations.make_first_admin(body, _device()), "Welcome."), 201


@auth.post("/verify-email", responses={200: Message})
@limiter.limit("30 per hour")
@access(ANYONE)
def verify_email(body: EmailVerification) -> dict[str, Any]:
    """Confirm the account's e-mail address with the token from the mailed link."""
    recovery.verify_email(body.token)
    return {"message": "Your e-mail address is confirmed."}


@auth.post("/verify-email/resend", responses={202: Message})
@access(*SIGNED_IN)
@limit_per_account("5 per hour", "verification mails")
def resend_verification() -> tuple[dict[str, Any], int]:
    """Send the mail that confirms the address again."""
    recovery.request_verification(caller().id)
    return {"message": "We've sent you a new link."}, 202


@auth.post("/email/code", responses={202: Message})
@limiter.limit("60 per hour")
@access(*SIGNED_IN)
@limit_per_account("10 per hour", "address codes")
def send_email_change_code(body: EmailChangeRequest) -> tuple[dict[str, Any], int]:
    """Send a code to the e-mail address that your account shall have. Confirm first that it is you. It works for half
    an hour.

    The response is the same for an address that has an account: its owner gets a mail, and there is no code.
    """
    confirmation.require_confirmation(caller())
    email_change.request_change(caller().id, body.email)
    return {"message": "We've sent a code to the new address."}, 202


@auth.post("/email/confirm", responses={200: SignedIn})
@access(*SIGNED_IN)
@limit_per_account("30 per hour", "address confirmations")
def confirm_email_change(body: EmailChangeConfirmation) -> Response:
    """Change the e-mail address with the newest code. Every other device is signed out. After five wrong codes, ask
    for another."""
    grant = email_change.confirm_change(caller().id, body.code, _device())
    return _grant_response(grant, "E-mail address changed. All other devices were signed out.")


@auth.post("/phone/code", responses={202: Message})
@limiter.limit("60 per hour")
@access(*SIGNED_IN)
@limit_per_account("10 per hour", "phone codes")
def send_phone_code() -> tuple[dict[str, Any], int]:
    """Send a code by SMS to the phone number of the profile, which confirms the number. It works for ten minutes."""
    phone_codes.request_code(caller().id)
    return {"message": "We've sent you a code."}, 202


@auth.post("/phone/confirm", responses={200: UserResponse})
@access(*SIGNED_IN)
@limit_per_account("30 per hour", "phone confirmations")
def confirm_phone(body: PhoneConfirmation) -> dict[str, Any]:
    """Confirm the phone number with the newest code. After five wrong codes, ask for another."""
    return {"user": user_json(phone_codes.confirm_phone(caller().id, body.code))}


def _device() -> str:
    return device_name(request.headers.get("User-Agent", ""))


def _granted(grant: Grant, message: str, **more: str) -> Response:
    response = jsonify(message=message, access_token=access_token(grant), user=user_json(grant.user), **more)
    response.headers["Cache-Control"] = "no-store"
    return response


def _program_response(grant: Grant, message: str) -> Response:
    """With the refresh token in the body and without a cookie. Never for a token that came as a cookie: the scripts of
    a page could read it."""
    return _granted(grant, message, refresh_token=grant.refresh_token)


def _grant_response(grant: Grant, message: str) -> Response:
    response = _granted(grant, message)
    set_refresh_cookie(response, grant)
    return response


def _without_cookie(message: str) -> Response:
    response = jsonify(message=message)
    delete_refresh_cookie(response)
    return response
