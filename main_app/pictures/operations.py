"""Uploading pictures, and putting them in their places."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.database import db
from main_app.pictures import files
from main_app.pictures.encoding import encode
from main_app.pictures.models import FACILITATOR, Picture
from main_app.pictures.schemas import PlacedPicture
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import NotFound

KEPT_UNUSED = timedelta(days=1)


def upload_picture(by: Caller, content: bytes) -> Picture:
    """Keep a picture for a day, until it is put in a place. Raises Invalid, TooLarge or Unavailable."""
    encoded = encode(content)
    file = files.keep(encoded)
    with write_transaction() as db_session:
        size = {"width": encoded.width, "height": encoded.height}
        picture = Picture(owner_id=by.id, file=file, position=0, created_at=clock.now(), **size)
        db_session.add(picture)
        db_session.flush()  # its id is known also inside a larger transaction
    return picture


def place_pictures(
    db_session: Session, by: Caller, subject_type: str, subject_id: int, placed: Sequence[PlacedPicture]
) -> dict[str, list[Any]]:
    """Make these the subject's pictures, in this order; others of it are removed. The caller has locked the subject.

    Returns what the journal records, `{"pictures": [old, new]}`; nothing if nothing changed. Raises NotFound for a
    picture that is another subject's, or that somebody else uploaded.
    """
    now_there = _of_subject(db_session, subject_type, subject_id)
    before = [_recorded(picture) for picture in now_there]
    known = {picture.id: picture for picture in now_there}
    new_ids = [each.id for each in placed if each.id not in known]
    unused = select(Picture).where(Picture.id.in_(new_ids), Picture.subject_id.is_(None)).with_for_update()
    known |= {picture.id: picture for picture in db_session.scalars(unused) if may_manage(by, picture.owner_id)}
    for position, each in enumerate(placed):
        picture = known.pop(each.id, None)
        if picture is None:
            raise NotFound("picture", "pictures")
        picture.subject_type, picture.subject_id, picture.position = subject_type, subject_id, position
        picture.alt, picture.focus_x, picture.focus_y = each.alt, each.focus.x, each.focus.y
    for removed in known.values():
        db_session.delete(removed)
    db_session.flush()
    after = [_recorded(picture) for picture in _of_subject(db_session, subject_type, subject_id)]
    return {} if before == after else {"pictures": [before, after]}


def copy_pictures(db_session: Session, source: tuple[str, int], target: tuple[str, int]) -> None:
    """Give a subject, by its type and id, the pictures of another one."""
    columns = ("organisation_id", "owner_id", "position", "file", "width", "height", "alt", "focus_x", "focus_y")
    subject_type, subject_id = target
    for picture in _of_subject(db_session, *source):
        copied = {column: getattr(picture, column) for column in columns}
        db_session.add(Picture(subject_type=subject_type, subject_id=subject_id, created_at=clock.now(), **copied))


def remove_pictures(db_session: Session, subject_type: str, subject_ids: Sequence[int]) -> None:
    """Remove all pictures of these subjects. The files go in the next night."""
    of_subjects = (Picture.subject_type == subject_type, Picture.subject_id.in_(subject_ids))
    db_session.execute(delete(Picture).where(*of_subjects))


def erase_portrait(db_session: Session, user_id: int) -> None:
    """Remove a person's portrait, and what they uploaded without using it. The files go in the next night."""
    remove_pictures(db_session, FACILITATOR, [user_id])
    db_session.execute(delete(Picture).where(Picture.owner_id == user_id, Picture.subject_id.is_(None)))


def remove_unused_pictures() -> None:
    """Remove uploads of yesterday that were not used, and the files that no picture has any more."""
    with write_transaction() as db_session:
        unused = (Picture.subject_id.is_(None), Picture.created_at < clock.now() - KEPT_UNUSED)
        db_session.execute(delete(Picture).where(*unused))
    # The folders first: one that is added meanwhile is not among them.
    folders = files.folders_of_yesterday()
    used = set(db.session.scalars(select(Picture.file).distinct()))
    db.session.rollback()
    files.remove(folders - used)


def _of_subject(db_session: Session, subject_type: str, subject_id: int) -> list[Picture]:
    of_subject = (Picture.subject_type == subject_type, Picture.subject_id == subject_id)
    return list(db_session.scalars(select(Picture).where(*of_subject).order_by(Picture.position)))


def _recorded(picture: Picture) -> dict[str, Any]:
    return {"id": picture.id, "alt": picture.alt, "focus": [picture.focus_x, picture.focus_y]}
