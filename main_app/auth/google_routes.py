"""Routes of signing in with Google: there, back, and disconnecting."""

from typing import Annotated, Any
from urllib.parse import urlencode

from flask import Response, jsonify, request
from flask_openapi import APIBlueprint, Tag
from pydantic import Field

from main_app.auth import google_sign_in
from main_app.auth.access import ANYONE, SIGNED_IN, access, caller, viewer
from main_app.auth.devices import device_name
from main_app.auth.google_sign_in import LIFETIME, Answer, Ended
from main_app.auth.refresh_cookie import set_refresh_cookie
from main_app.auth.schemas import Language, UserResponse, user_json
from main_app.settings import settings
from service_kit.fields import Body, Out, TimeZone
from service_kit.rate_limits import limit_per_account, limiter

COOKIE, COOKIE_PATH = "samaya_google", "/auth/google"
google = APIBlueprint("google", __name__, url_prefix="/auth/google", abp_tags=[Tag(name="Accounts")])


class ToGoogle(Body):
    """`next` is the page of the web app to go on with; language and time zone are for a new account."""

    next: Annotated[str, Field(max_length=500, pattern=r"^(/.*)?$", examples=["/my-bookings"])] = ""
    language: Language = "en"
    time_zone: TimeZone = "UTC"


class GooglePage(Out):
    address: str = Field(
        description="the page to open in the same browser",
        examples=["https://accounts.google.com/o/oauth2/v2/auth?response_type=code"],
    )


@google.post("", responses={200: GooglePage})
@limiter.limit("30 per minute")
@access(ANYONE)
def begin(body: ToGoogle) -> Response:
    """Where to sign in with Google. With an access token, Google is connected with that account."""
    person = viewer()
    user_id = person.id if person and person.sign_in_id else None
    begun = google_sign_in.begin(body.next, body.language, body.time_zone, user_id)
    response = jsonify(address=begun.address)
    response.set_cookie(
        COOKIE,
        begun.cookie,
        max_age=LIFETIME,
        path=COOKIE_PATH,
        httponly=True,
        secure=settings().cookie_secure,
        samesite="Lax",  # sent when Google's page leads back here
    )
    return response


@google.get("/callback", doc_ui=False)
@limiter.limit("60 per minute")
@access(ANYONE)
def end() -> Response:
    """Google's page leads back here. Leads on to a page of the web app, which says what went wrong."""
    sent = {name: request.args.get(name, "")[:2000] for name in ("state", "code", "error")}
    device = device_name(request.headers.get("User-Agent", ""))
    ended = google_sign_in.end(request.cookies.get(COOKIE, ""), Answer(**sent), device)
    response = Response(status=303, headers={"Location": _page(ended)})
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="Lax")
    if ended.grant:
        set_refresh_cookie(response, ended.grant)
    return response


@google.delete("", responses={200: UserResponse})
@access(*SIGNED_IN)
@limit_per_account("30 per hour", "connections with Google")
def disconnect() -> dict[str, Any]:
    """Sign in with the password only. Refused for an account without one."""
    return {"user": user_json(google_sign_in.disconnect(caller().id))}


def _page(ended: Ended) -> str:
    query = {"google": ended.outcome.value} | ({"next": ended.next} if ended.next else {})
    return f"/{'account' if ended.connecting else 'sign-in'}?{urlencode(query)}"
