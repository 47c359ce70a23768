"""Uploading pictures, their files, and a facilitator's portrait. Those of an event: events/routes.py."""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, ANYONE, FACILITATOR, access, caller
from main_app.pictures import files
from main_app.pictures.operations import upload_picture
from main_app.pictures.portraits import portrait_of, set_portrait
from main_app.pictures.queries import picture_json
from main_app.pictures.schemas import (
    PictureFormat,
    PicturePath,
    PictureResponse,
    Portrait,
    PortraitResponse,
    Upload,
)
from service_kit.rate_limits import limit_per_account

UPLOADS = "/pictures"
MEDIA_TYPES = {PictureFormat.AVIF: "image/avif", PictureFormat.WEBP: "image/webp", PictureFormat.JPEG: "image/jpeg"}
FILES = {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()}}
pictures = APIBlueprint("pictures", __name__, abp_tags=[Tag(name="Pictures")])


@pictures.post(UPLOADS, responses={201: PictureResponse})
@access(FACILITATOR, ADMIN)
@limit_per_account("120 per hour", "pictures")
def upload(form: Upload) -> tuple[dict[str, Any], int]:
    """Upload a picture: JPEG, PNG, WebP or AVIF, up to 12 MiB and 64 million pixels.

    It is encoded anew without its metadata, and removed a day later unless it is put in a place: an event's, or a
    portrait.
    """
    return {"picture": picture_json(upload_picture(caller(), form.picture.read()))}, 201


@pictures.get("/pictures/<file>/<size>.<picture_format>", responses={200: FILES})
@access(ANYONE)
def show_picture(path: PicturePath) -> Response:
    """One file of a picture, in the sizes that its `sources` name."""
    content = files.read(path.file, f"{path.size}.{path.picture_format.value}")
    response = Response(content, content_type=MEDIA_TYPES[path.picture_format])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"  # another picture has another address
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # mails and pages of others show it
    return response


@pictures.get("/auth/portrait", responses={200: PortraitResponse})
@access(FACILITATOR, ADMIN)
def show_portrait() -> dict[str, Any]:
    """Your portrait; null if you have none."""
    return {"portrait": portrait_of(caller().id)}


@pictures.put("/auth/portrait", responses={200: PortraitResponse})
@access(FACILITATOR, ADMIN)
@limit_per_account("30 per minute", "profile")
def change_portrait(body: Portrait) -> dict[str, Any]:
    """Make an uploaded picture your portrait, change its description or focal point, or remove it."""
    set_portrait(caller(), body.portrait)
    return {"portrait": portrait_of(caller().id)}
