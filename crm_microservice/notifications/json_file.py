"""The JSON file: one document per line, each with a checksum. Damaged files are kept and repaired."""

import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from crm_microservice.notifications.store import StoredNotification
from service_kit import clock

CHECKSUM = b', "checksum": "'
CHECKSUM_LENGTH = 8  # hexadecimal digits of a CRC-32
SUFFIX_LENGTH = len(CHECKSUM) + CHECKSUM_LENGTH + len(b'"}')


class DamagedLine(Exception):
    """A complete line whose checksum does not match."""


def encode_line(row: StoredNotification) -> bytes:
    """Return the row as one line of JSON that ends in the checksum of the bytes before it."""
    document = {**asdict(row), "received_at": row.received_at.isoformat()}
    body = json.dumps(document, ensure_ascii=False).encode()[:-1]
    return body + CHECKSUM + f'{zlib.crc32(body):0{CHECKSUM_LENGTH}x}"}}\n'.encode()


def decode_line(line: bytes) -> StoredNotification:
    """Decode a line, given without its line end. Raises DamagedLine."""
    body, suffix = line[:-SUFFIX_LENGTH], line[-SUFFIX_LENGTH:]
    if suffix != CHECKSUM + f'{zlib.crc32(body):0{CHECKSUM_LENGTH}x}"}}'.encode():
        raise DamagedLine
    document: dict[str, Any] = json.loads(body + b"}")
    document["received_at"] = datetime.fromisoformat(document["received_at"])
    return StoredNotification(**document)


def lines_of(content: bytes) -> Iterator[bytes]:
    """Yield the complete lines with their line ends. An unfinished last line is left out."""
    start = 0
    while (end := content.find(b"\n", start)) != -1:
        yield content[start : end + 1]
        start = end + 1


def set_aside(path: Path) -> tuple[Path, int, int]:
    """Keep the damaged file under a new name and replace it by one with its good lines.

    Returns the new name, the number of good lines and of bad lines. The caller holds the writers' lock.
    """
    kept_as = path.with_name(f"{path.name}.damaged-{clock.now():%Y%m%dT%H%M%S%fZ}")
    repaired = path.with_name(path.name + ".repaired")
    good = bad = 0
    with open(path, "rb") as old, open(repaired, "wb") as new:
        for line in old:
            if _is_good(line):
                new.write(line)
                good += 1
            else:
                bad += 1
        new.flush()
        os.fsync(new.fileno())
    # First the second name, then the replacement: the file always exists, so no process starts an empty one.
    try:
        os.link(path, kept_as)
    except OSError:
        shutil.copy2(path, kept_as)
    sync_folder(path.parent)
    os.replace(repaired, path)
    sync_folder(path.parent)
    return kept_as, good, bad


def replace_file(path: Path, lines: Iterable[bytes]) -> None:
    """Replace the file by one with these lines. The caller holds the writers' lock."""
    newer = path.with_name(path.name + ".newer")
    with open(newer, "wb") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    os.replace(newer, path)
    sync_folder(path.parent)


def _is_good(line: bytes) -> bool:
    try:
        decode_line(line[:-1])
    except DamagedLine:
        return False
    return line.endswith(b"\n")


def sync_folder(folder: Path) -> None:
    """Make a created or renamed file's name survive a power cut."""
    if os.name == "nt":
        return  # Windows has no such call; its file system records names itself
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
