"""Requests and responses about pictures."""

from enum import Enum
from typing import Annotated

from pydantic import AfterValidator, Field

from main_app.pictures.models import MAX_ALT_LENGTH
from service_kit.fields import Body, Id, Out, Query
from service_kit.problems import field_error
from service_kit.strict_form import UploadedFile

MAX_PICTURES = 12  # of one event

Percent = Annotated[int, Field(ge=0, le=100)]


class Upload(Body):
    picture: UploadedFile


class Focus(Body):
    """The point that stays visible where a picture is cut, in per cent from the left and the top."""

    x: Percent = 50
    y: Percent = 50


class PlacedPicture(Body):
    id: Id
    alt: Annotated[str, Field(max_length=MAX_ALT_LENGTH, description="says what it shows, for who can't see it")] = ""
    focus: Focus = Focus()


def _different(pictures: list[PlacedPicture]) -> list[PlacedPicture]:
    if len({picture.id for picture in pictures}) < len(pictures):
        raise field_error("same_picture", "{field} has the same picture twice.")
    return pictures


PlacedPictures = Annotated[list[PlacedPicture], Field(max_length=MAX_PICTURES), AfterValidator(_different)]


class EventPictures(Body):
    """All pictures of the event in their order, the first one for lists. A missing one is removed."""

    pictures: PlacedPictures


class Portrait(Body):
    """Null removes it."""

    portrait: PlacedPicture | None


class FocusOut(Out):
    x: int
    y: int


class SourcesOut(Out):
    """For `srcset`."""

    avif: str
    webp: str


class PictureOut(Out):
    """`src` is a JPEG; `width` and `height` are in pixels, of the largest of `sources`."""

    id: int
    alt: str
    width: int
    height: int
    focus: FocusOut
    src: str
    sources: SourcesOut


class PictureResponse(Out):
    picture: PictureOut


class PictureList(Out):
    pictures: list[PictureOut]


class PortraitResponse(Out):
    portrait: PictureOut | None


class PictureFormat(str, Enum):
    AVIF = "avif"
    WEBP = "webp"
    JPEG = "jpg"


class PicturePath(Query):
    file: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=["0" * 32])]
    size: Annotated[str, Field(pattern=r"^([0-9]{2,4}|plain)$", examples=["640"])]
    picture_format: PictureFormat
