"""Routes of the signed links in messages. They need no sign-in; GET changes nothing."""

from typing import Any
from urllib.parse import quote

from flask import Response, redirect
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ANYONE, access
from main_app.messages import operations
from main_app.messages.schemas import Done, LinkCancelled, LinkOut, LinkPath
from main_app.settings import settings
from service_kit import clock
from service_kit.rate_limits import limiter

links = APIBlueprint("links", __name__, url_prefix="/links", abp_tags=[Tag(name="Links")])


@links.get("/<token>", responses={200: LinkOut})
@limiter.limit("120 per minute")
@access(ANYONE)
def show(path: LinkPath) -> Response:
    """What a link is for, with its booking."""
    link, booking = operations.show_link(path.token)
    response = LinkOut(
        purpose=link.purpose.value,
        kind=link.kind,
        booking=booking,
        expires_at=clock.iso(link.expires_at) or "",
    )
    return _json(response)


@links.post("/<token>/cancel", responses={200: LinkCancelled})
@limiter.limit("30 per minute")
@access(ANYONE)
def cancel(path: LinkPath) -> Response:
    """Cancel the booking that the link is for."""
    return _json(LinkCancelled(booking=operations.cancel_by_link(path.token)))


@links.post("/<token>/unsubscribe", responses={200: Done})
@limiter.limit("60 per minute")
@access(ANYONE)
def unsubscribe(path: LinkPath) -> dict[str, Any]:
    """End these e-mails. The body is ignored: mail programs send a form (RFC 8058)."""
    operations.unsubscribe_by_link(path.token)
    return {"message": "You won't get these e-mails any more."}


@links.get("/<token>/unsubscribe", responses={302: None})
@limiter.limit("120 per minute")
@access(ANYONE)
def show_unsubscribe_page(path: LinkPath) -> Any:
    """Lead to the page that asks. Mail programs that know no one-click open the address of the header like this."""
    return redirect(f"{settings().public_url}/unsubscribe/{quote(path.token, safe='')}")


def _json(response: LinkOut | LinkCancelled) -> Response:
    return Response(response.model_dump_json(), 200, content_type="application/json")
