"""Turns an uploaded file into our own pictures. Nothing of the file itself is kept: only its pixels are."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from service_kit.problems import Invalid, TooLarge

if TYPE_CHECKING:
    from PIL import Image

MAX_UPLOAD_BYTES = 12 * 1024 * 1024  # of the form with the file
MAX_PIXELS = 64_000_000
MIN_SIDE = 16  # pixels, of what is kept
LONGEST_SIDE = 1600  # of what is kept
WIDTHS = (320, 640, 1024, LONGEST_SIDE)
JPEG_SIDE = 1024  # for mails and programs that show no AVIF or WebP
TYPES = ("JPEG", "PNG", "WEBP", "AVIF")
# What Pillow raises for damaged files of these types.
DAMAGED = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError, struct.error)
WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Encoded:
    """A picture in all its sizes. `width` and `height` are those of the largest one."""

    width: int
    height: int
    files: dict[str, bytes]  # by name, such as 640.avif


def widths_of(width: int) -> tuple[int, ...]:
    """The widths in which a picture of this width is kept, the smallest first."""
    return (*(each for each in WIDTHS if each < width), width)


def encode(content: bytes) -> Encoded:
    """Decode an upload and encode it anew, turned as its EXIF says. Raises Invalid or TooLarge."""
    from PIL import Image, ImageOps  # imported here: most processes handle no picture

    # Sizes are checked below, before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(BytesIO(content), formats=TYPES) as opened:
            _check_pixels(*opened.size)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than needed
            opened.load()
            # A picture with a palette would lose colours by being made smaller.
            full = "RGBA" if opened.has_transparency_data else "RGB"
            kept = opened.convert(full) if opened.mode in ("1", "P") else opened
            if kept.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off at 255
                kept = kept.point(lambda value: value * (1 / 256)).convert("L")
            kept.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
            if min(kept.size) < MIN_SIDE:
                raise Invalid("The picture is too small, or too narrow for its length.", "picture", "too_small")
            kept = ImageOps.exif_transpose(kept)  # only now: it copies all pixels
            kept = _in_srgb(kept)
    except Image.UnidentifiedImageError:
        raise Invalid("Choose a picture in JPEG, PNG, WebP or AVIF.", "picture", "not_a_picture") from None
    except DAMAGED:
        raise Invalid("This picture is damaged. Save it again, or choose another.", "picture", "damaged") from None
    return Encoded(kept.width, kept.height, dict(_files(kept)))


def cropped_jpeg(content: bytes, size: tuple[int, int], focus: tuple[int, int]) -> bytes:
    """One of our own pictures in exactly this size, cut around its focal point (in per cent)."""
    from PIL import Image, ImageOps  # as above

    with Image.open(BytesIO(content)) as image:
        flat = image.convert("RGB")
    fitted = ImageOps.fit(flat, size, Image.Resampling.LANCZOS, centering=(focus[0] / 100, focus[1] / 100))
    return _saved(fitted, "JPEG", quality=84, optimize=True, progressive=True)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        millions = MAX_PIXELS // 1_000_000
        raise TooLarge(f"The picture has more than {millions} million pixels.", "too_many_pixels", "picture")


def _in_srgb(image: "Image.Image") -> "Image.Image":
    """The picture in the colours that every browser assumes, without its profile and other data."""
    from PIL import Image, ImageCms  # as above

    profile = image.info.get("icc_profile")
    transparent = image.has_transparency_data
    converted = image.convert("RGBA" if transparent else "RGB")
    if profile and image.mode in ("RGB", "RGBA"):
        try:
            srgb = ImageCms.createProfile("sRGB")
            colours = ImageCms.profileToProfile(converted.convert("RGB"), BytesIO(profile), srgb)
        except (ImageCms.PyCMSError, *DAMAGED):
            colours = None  # an unusable profile: the colours as they are
        if colours is not None:
            if transparent:
                colours.putalpha(converted.getchannel("A"))
            converted = colours
    # A new image: the old one still carries what the file said of itself.
    clean = Image.new(converted.mode, converted.size)
    clean.paste(converted)
    return clean


def _files(image: "Image.Image") -> Iterator[tuple[str, bytes]]:
    from PIL import Image  # as above

    for width in widths_of(image.width):
        size = (width, max(1, round(image.height * width / image.width)))
        sized = image if width == image.width else image.resize(size, Image.Resampling.LANCZOS)
        yield f"{width}.avif", _saved(sized, "AVIF", quality=58, speed=9)
        yield f"{width}.webp", _saved(sized, "WEBP", quality=76, method=2)
    plain = image.copy()
    plain.thumbnail((JPEG_SIDE, JPEG_SIDE), Image.Resampling.LANCZOS)
    if plain.mode == "RGBA":
        background = Image.new("RGB", plain.size, WHITE)
        background.paste(plain, mask=plain.getchannel("A"))
        plain = background
    yield "plain.jpg", _saved(plain, "JPEG", quality=82, optimize=True, progressive=True)


def _saved(image: "Image.Image", kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
