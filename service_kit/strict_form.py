"""Reads forms with files (multipart/form-data) strictly: known fields, each once, within the path's limit of bytes."""

from typing import Annotated, Any

from flask import Request, current_app
from flask_openapi import FileStorage
from pydantic import AfterValidator
from werkzeug.datastructures import FileStorage as WerkzeugFile
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from service_kit.problems import Invalid, NotAForm, TooLarge, field_error

MAX_PARTS = 20


def _file(value: Any) -> Any:
    if not isinstance(value, WerkzeugFile):
        raise field_error("not_a_file", "{field} must be a file.")
    return value


UploadedFile = Annotated[FileStorage, AfterValidator(_file)]


def read_form(request: Request) -> dict[str, Any]:
    """The fields and files by their names. Raises Invalid, NotAForm or TooLarge.

    Only a path that the app's "max_upload_bytes" names takes a form.
    """
    largest = current_app.extensions.get("max_upload_bytes", {}).get(request.path, 0)
    if request.mimetype != "multipart/form-data":
        raise NotAForm()
    request.max_content_length = largest
    request.max_form_parts = MAX_PARTS
    try:
        sent = [*request.form.items(multi=True), *request.files.items(multi=True)]
    except RequestEntityTooLarge:
        raise TooLarge(f"The upload is larger than {largest // 1024 // 1024} MiB.") from None
    except ClientDisconnected:
        raise Invalid("The upload ended before its announced length.", code="bad_form") from None
    fields = dict(sent)
    if len(fields) < len(sent):
        raise Invalid("The form has the same field twice.", code="bad_form")
    return fields
