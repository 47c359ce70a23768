"""The cookie with the refresh token of a browser. Scripts can't read it, and other sites' requests don't carry it."""

from flask import Response

from main_app.auth.sign_in import REFRESH_LIFETIME, Grant
from main_app.settings import settings

COOKIE, PATH = "samaya_refresh", "/auth"


def set_refresh_cookie(response: Response, grant: Grant) -> None:
    response.set_cookie(
        COOKIE,
        grant.refresh_token,
        max_age=REFRESH_LIFETIME,
        path=PATH,
        httponly=True,
        secure=settings().cookie_secure,
        samesite="Strict",
    )


def delete_refresh_cookie(response: Response) -> None:
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="Strict")
