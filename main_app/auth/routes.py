"""Accounts, signing in and out."""

from typing import Any

from flask import Response, jsonify, request
from flask_openapi import APIBlueprint, Tag

from main_app.auth import profile as profiles
from main_app.auth import registration, sign_in
from main_app.auth.access import ANYONE, SIGNED_IN, access, access_token, caller
from main_app.auth.client_address import client_address
from main_app.auth.schemas import (
    LoggedIn,
    LogIn,
    Message,
    PasswordChange,
    ProfileChange,
    Register,
    Registered,
    UserAnswer,
    user_json,
)
from main_app.auth.sign_in import REFRESH_LIFETIME, Grant
from main_app.settings import settings
from service_kit.problems import Unauthorized
from service_kit.rate_limits import limit_per_account, limiter

COOKIE = "samaya_refresh"
signing_out = limit_per_account("60 per minute", "signing out")
auth = APIBlueprint("auth", __name__, url_prefix="/auth", abp_tags=[Tag(name="Accounts")])


@auth.post("/register", responses={201: Registered})
@limiter.limit("30 per hour")
@access(ANYONE)
def register(body: Register) -> tuple[dict[str, Any], int]:
    """Create an account."""
    user = registration.register_user(body)
    return {"message": "Account created. You can sign in now.", "user": user_json(user)}, 201


@auth.post("/login", responses={200: LoggedIn})
@limiter.limit("30 per minute", key_func=client_address)
@access(ANYONE)
def log_in(body: LogIn) -> Response:
    """Sign in by e-mail or username; the refresh token comes as an HttpOnly cookie."""
    return _grant_response(sign_in.sign_in(body.identifier, body.password, client_address()), "Welcome.")


@auth.post("/refresh", responses={200: LoggedIn})
@limiter.limit("120 per minute")
@access(ANYONE)
def refresh() -> Response:
    """Trade the refresh cookie for a new access token and a new cookie. A cookie works once."""
    token = request.cookies.get(COOKIE)
    if not token:
        raise Unauthorized("You are not signed in.", code="no_refresh_token")
    return _grant_response(sign_in.refresh(token), "Welcome back.")


@auth.post("/logout", responses={200: Message})
@access(*SIGNED_IN)
@signing_out
def log_out() -> Response:
    """Sign out on this device; its tokens stop working at once."""
    sign_in.sign_out(caller().login_id)
    return _without_cookie("Signed out.")


@auth.post("/logout-everywhere", responses={200: Message})
@access(*SIGNED_IN)
@signing_out
def log_out_everywhere() -> Response:
    """Sign out on every device."""
    sign_in.sign_out_everywhere(caller().id)
    return _without_cookie("Signed out of all devices.")


@auth.get("/profile", responses={200: UserAnswer})
@access(*SIGNED_IN)
def profile() -> dict[str, Any]:
    """The account behind the access token."""
    return {"user": user_json(profiles.get_user(caller().id))}


@auth.patch("/profile", responses={200: UserAnswer})
@access(*SIGNED_IN)
@limit_per_account("30 per minute", "profile")
def change_profile(body: ProfileChange) -> dict[str, Any]:
    """Change name, phone, time zone or biography."""
    return {"user": user_json(profiles.change_profile(caller().id, body))}


@auth.post("/password", responses={200: LoggedIn})
@access(*SIGNED_IN)
@limit_per_account("30 per hour", "password")
def change_password(body: PasswordChange) -> Response:
    """Change the password. Every other device is signed out."""
    grant = profiles.change_password(caller().id, body.current_password, body.new_password, client_address())
    return _grant_response(grant, "Password changed. All other devices were signed out.")


def _grant_response(grant: Grant, message: str) -> Response:
    response = jsonify(message=message, access_token=access_token(grant), user=user_json(grant.user))
    response.set_cookie(
        COOKIE,
        grant.refresh_token,
        max_age=REFRESH_LIFETIME,
        path="/auth",
        httponly=True,
        secure=settings().cookie_secure,
        samesite="Strict",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _without_cookie(message: str) -> Response:
    response = jsonify(message=message)
    response.delete_cookie(COOKIE, path="/auth", httponly=True, samesite="Strict")
    return response
