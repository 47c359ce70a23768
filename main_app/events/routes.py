"""Routes of events. Reading is public; creating is for facilitators and admins. Sessions: bookings/session_routes.py.

The CRM calls these routes too, for the facilitators it serves: with their own access token, or with
the service token and the facilitator's id.
"""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, ANYONE, FACILITATOR, SERVICE, access, caller, viewer
from main_app.events import operations, queries, search, series
from main_app.events.cover import cover_svg, event_subject
from main_app.events.cover_png import cover_png, preview_jpeg
from main_app.events.facilitators import FacilitatorResponse, get_facilitator
from main_app.events.responses import (
    EventDefaults,
    EventList,
    EventResponse,
    Preview,
    PriceRanges,
    SeriesResponse,
    SessionList,
)
from main_app.events.schemas import (
    CoverPath,
    DescriptionText,
    Duplicate,
    EventPath,
    EventSearch,
    FacilitatorPath,
    NewEvent,
    NewSeries,
    PictureVersion,
    SessionsPage,
)
from main_app.pictures.models import EVENT
from main_app.pictures.queries import first_picture_row
from main_app.pictures.schemas import EventPictures, PictureList
from main_app.settings import settings
from service_kit.rate_limits import limit_per_account
from service_kit.responses import JSON, compress, json_of, json_response
from service_kit.rich_text import html_of

FACILITATORS = (FACILITATOR, ADMIN, SERVICE)
PNG = {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}
JPEG = {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
SVG = {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}
limited_series = limit_per_account("30 per hour", "series")
limited_previews_of_series = limit_per_account("600 per hour", "previews of series")
limited = limit_per_account("120 per minute", "event changes")
events = APIBlueprint("events", __name__, abp_tags=[Tag(name="Events and sessions")])


@events.get("/events", responses={200: EventList})
@access(ANYONE)
def list_events(query: EventSearch) -> Response:
    """Find events. With facilitator_id or event_id, facilitators also see their own drafts, and admins see all."""
    return list_response(EventList, search.find_events(query, viewer()))


@events.get("/events/defaults", responses={200: EventDefaults})
@access(FACILITATOR, ADMIN)
def show_defaults() -> dict[str, Any]:
    """What the form of a new event begins with."""
    return {"time_zone": queries.zone_of_latest_event(caller().id)}


@events.get("/events/price-ranges", responses={200: PriceRanges})
@access(ANYONE)
def price_ranges() -> Response:
    """The lowest and highest price of upcoming sessions in each currency."""
    return json_response(PriceRanges(ranges=queries.price_ranges()))


@events.get("/events/<int:event_id>", responses={200: EventResponse})
@access(ANYONE)
def show_event(path: EventPath, query: SessionsPage) -> Response:
    """One event with a page of its sessions. Only its facilitator and admins see drafts and the meeting link."""
    return _event_response(queries.get_event(path.event_id, viewer(), query))


@events.get("/covers/<event_kind>/<seed>.svg", responses={200: SVG})
@access(ANYONE)
def show_cover(path: CoverPath) -> Response:
    """The cover picture of an event, drawn from its kind and the seed in `cover`."""
    svg = cover_svg(event_subject(path.event_kind.value, path.seed))
    response = Response(svg, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return compress(response)


@events.get("/events/<int:event_id>/cover.png", responses={200: PNG})
@access(ANYONE)
def show_cover_in_mails(path: EventPath) -> Response:
    """The cover picture of a published event, in the format for mails and link previews."""
    # By the event's id, because drawing takes long: nobody can have other pictures drawn.
    picture = cover_png(queries.cover_subject(path.event_id), settings().data_dir / "covers")
    response = Response(picture, content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # pages of web mail programs show it
    return response


@events.get("/events/<int:event_id>/preview.jpg", responses={200: JPEG})
@access(ANYONE)
def show_link_preview(path: EventPath, query: PictureVersion) -> Response:
    """The picture of a published event in previews of links, 1200 by 630 pixels."""
    subject, first = queries.cover_subject(path.event_id), first_picture_row(EVENT, path.event_id)
    response = Response(preview_jpeg(subject, first, settings().data_dir / "covers"), content_type="image/jpeg")
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@events.post("/events", responses={201: EventResponse})
@access(*FACILITATORS)
@limited
def create_event(body: NewEvent) -> Response:
    """Create an event with its sessions, and publish it unless it is a draft."""
    return event_response(operations.create_event(caller(), body).id, 201)


@events.post("/events/<int:event_id>/publish", responses={200: EventResponse})
@access(*FACILITATORS)
@limited
def publish_event(path: EventPath) -> Response:
    """Publish a draft."""
    return event_response(operations.publish_event(caller(), path.event_id).id)


@events.post("/events/<int:event_id>/duplicate", responses={201: EventResponse})
@access(*FACILITATORS)
@limited
def duplicate_event(path: EventPath, body: Duplicate) -> Response:
    """Copy an event with its sessions to other days."""
    return event_response(operations.duplicate_event(caller(), path.event_id, body.first_start).id, 201)


@events.get("/facilitators/<int:facilitator_id>", responses={200: FacilitatorResponse})
@access(ANYONE)
def show_facilitator(path: FacilitatorPath) -> Response:
    """The public page of a facilitator. Their events: GET /events with facilitator_id."""
    values = {"facilitator": get_facilitator(path.facilitator_id)}
    return compress(Response(json_of(FacilitatorResponse, values), content_type=JSON))


@events.post("/events/description-preview", responses={200: Preview})
@access(*FACILITATORS)
@limited
def preview_description(body: DescriptionText) -> dict[str, Any]:
    """How a description will look. Changes nothing."""
    return {"html": html_of(body.description)}


@events.put("/events/<int:event_id>/pictures", responses={200: PictureList})
@access(FACILITATOR, ADMIN)
@limited
def put_pictures(path: EventPath, body: EventPictures) -> dict[str, Any]:
    """Set an event's pictures: those it has and uploaded ones, in this order. Others are removed."""
    operations.change_pictures(caller(), path.event_id, body.pictures)
    return {"pictures": queries.get_event(path.event_id, caller())["pictures"]}


@events.post("/events/<int:event_id>/series", responses={201: SeriesResponse})
@access(*FACILITATORS)
@limited_series
def add_series(path: EventPath, body: NewSeries) -> Response:
    """Add sessions that repeat, a year of them at most, all or none."""
    return json_response(SeriesResponse(series=series.add_series(caller(), path.event_id, body)), 201)


@events.post("/events/<int:event_id>/series/preview", responses={200: SeriesResponse})
@access(*FACILITATORS)
@limited_previews_of_series
def preview_series(path: EventPath, body: NewSeries) -> Response:
    """The dates of sessions that would repeat so. Changes nothing."""
    return json_response(SeriesResponse(series=series.preview_series(caller(), path.event_id, body)))


def list_response(schema: type[EventList] | type[SessionList], page: dict[str, Any]) -> Response:
    """A page of a list, as the caller sees it."""
    return compress(Response(json_of(schema, page), content_type=JSON))


def event_response(event_id: int, status: int = 200, *, deleted: bool = False) -> Response:
    """The event as the caller sees it now. `deleted`: also a draft that was just deleted."""
    return _event_response(queries.get_event(event_id, caller(), deleted=deleted), status)


def _event_response(event: dict[str, Any], status: int = 200) -> Response:
    return compress(Response(json_of(EventResponse, {"event": event}), status, content_type=JSON))
