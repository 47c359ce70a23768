"""Reading pictures: their JSON for pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select

from main_app.database import db
from main_app.pictures.encoding import widths_of
from main_app.pictures.models import EVENT, FACILITATOR, Picture
from service_kit.compiled_statement import CompiledStatement

pictures = Picture.__table__.c
ROW = (
    pictures.id, pictures.subject_type, pictures.subject_id, pictures.file, pictures.width, pictures.height,
    pictures.alt, pictures.focus_x, pictures.focus_y,
)  # fmt: skip
OF_PAGE = CompiledStatement(
    select(*ROW)
    .where(
        or_(
            and_(pictures.subject_type == EVENT, pictures.subject_id == bindparam("event")),
            and_(pictures.subject_type == FACILITATOR, pictures.subject_id == bindparam("facilitator")),
        )
    )
    .order_by(pictures.position)
)


def pictures_of_event_page(
    connection: Connection, event_id: int, facilitator_id: int
) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """An event's pictures in their order, and its facilitator's portrait."""
    rows = OF_PAGE.all(connection, {"event": event_id, "facilitator": facilitator_id})
    portraits = [picture_json(row) for row in rows if row.subject_type == FACILITATOR]
    return [picture_json(row) for row in rows if row.subject_type == EVENT], portraits[0] if portraits else None


def first_pictures(subjects: Mapping[str, Iterable[int]]) -> dict[tuple[str, int], dict[str, Any]]:
    """The first picture of each subject that has one, by its type and id: one statement for any number of them."""
    of_subjects = (
        and_(pictures.subject_type == subject_type, pictures.subject_id.in_(list(subject_ids)))
        for subject_type, subject_ids in subjects.items()
    )
    rows = db.session.execute(select(*ROW).where(or_(*of_subjects), pictures.position == 0))
    return {(row.subject_type, row.subject_id): picture_json(row) for row in rows}


def pictures_of(subject_type: str, subject_id: int) -> list[dict[str, Any]]:
    """A subject's pictures in their order."""
    of_subject = (pictures.subject_type == subject_type, pictures.subject_id == subject_id)
    rows = db.session.execute(select(*ROW).where(*of_subject).order_by(pictures.position))
    return [picture_json(row) for row in rows]


def first_picture_row(subject_type: str, subject_id: int) -> Any | None:
    of_subject = (pictures.subject_type == subject_type, pictures.subject_id == subject_id)
    return db.session.execute(select(*ROW).where(*of_subject, pictures.position == 0)).first()


def picture_json(row: Any) -> dict[str, Any]:
    """The fields of a PictureOut."""
    folder = f"/pictures/{row.file}"

    def sources(kind: str) -> str:
        return ", ".join(f"{folder}/{width}.{kind} {width}w" for width in widths_of(row.width))

    return {
        "id": row.id,
        "alt": row.alt,
        "width": row.width,
        "height": row.height,
        "focus": {"x": row.focus_x, "y": row.focus_y},
        "src": f"{folder}/plain.jpg",
        "sources": {"avif": sources("avif"), "webp": sources("webp")},
    }
