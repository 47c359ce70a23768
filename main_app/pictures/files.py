"""The files of pictures: one folder for each content, in `DATA_DIR/pictures`."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from main_app.pictures.encoding import Encoded
from main_app.settings import settings
from service_kit.problems import NotFound, Unavailable

DAY = 24 * 3600  # seconds


def pictures_folder() -> Path:
    return settings().data_dir / "pictures"


def keep(encoded: Encoded) -> str:
    """Store the files of a picture, whole or not at all. Returns their folder's name, the hash of their content."""
    name = _name_of(encoded)
    folder = pictures_folder() / name
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as temporary:
            whole = Path(temporary, name)
            whole.mkdir()
            for file, content in encoded.files.items():
                (whole / file).write_bytes(content)
            if folder.exists():  # the same picture again
                os.utime(folder)  # so that it is not removed before its new row is there
            else:
                os.replace(whole, folder)
    except OSError:
        raise Unavailable("The picture can't be stored at the moment. Try again later.", "not_stored") from None
    return name


def read(name: str, file: str) -> bytes:
    """Raises NotFound."""
    try:
        return (pictures_folder() / name / file).read_bytes()
    except OSError:
        raise NotFound("picture") from None


def folders_of_yesterday() -> set[str]:
    """The names of all folders that are older than a day."""
    if not pictures_folder().is_dir():
        return set()
    return {each.name for each in pictures_folder().iterdir() if each.stat().st_mtime < time.time() - DAY}


def remove(names: Collection[str]) -> None:
    for name in names:
        shutil.rmtree(pictures_folder() / name, ignore_errors=True)


def _name_of(encoded: Encoded) -> str:
    content = hashlib.sha256()
    for file in sorted(encoded.files):
        content.update(encoded.files[file])
    return content.hexdigest()[:32]
