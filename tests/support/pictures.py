"""Pictures to upload."""

import io
from typing import Any

import requests
from PIL import Image

from tests.support.people import Person


def picture(size: tuple[int, int] = (64, 48), kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """A file with a picture of this size."""
    file = io.BytesIO()
    Image.new(mode, size, "teal").save(file, kind, **options)
    return file.getvalue()


def upload(by: Person, content: bytes) -> requests.Response:
    return by.request("POST", "/pictures", files={"picture": ("terrace.jpg", content, "image/jpeg")})


def uploaded(by: Person, **options: Any) -> dict[str, Any]:
    response = upload(by, picture(**options))
    assert response.status_code == 201, response.text
    return response.json()["picture"]
