"""The file of a backup: one line of JSON that says what it is, then an archive (tar, gzip), which may be encrypted.

The archive's last member is the manifest with the size and the checksum of every other one, so half a file is noticed.
"""

import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from backup.encryption import Decrypted, Encrypted, new_parameters
from backup.problem import BackupProblem

FORMAT = 1
MAX_HEADER_BYTES = 64 * 1024
MANIFEST = "manifest.json"
BLOCK_BYTES = 1024 * 1024
DAMAGED = "The backup is incomplete or damaged. Nothing was changed; use another one."


@dataclass(frozen=True)
class Header:
    """What can be read without the passphrase. `revisions` are those of the databases' schemas."""

    created_at: str
    engines: dict[str, str]
    revisions: dict[str, str]
    encryption: dict[str, Any] | None = None
    samaya_backup: int = FORMAT


@dataclass
class Writer:
    """Adds members to a backup."""

    _tar: tarfile.TarFile
    _members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, path: Path) -> None:
        """Add a file that nobody changes meanwhile."""
        with path.open("rb") as file:
            info = tarfile.TarInfo(name)
            info.size, info.mode = os.fstat(file.fileno()).st_size, 0o600
            reader = _Hashing(file)
            self._tar.addfile(info, reader)
        self._members[name] = {"size": info.size, "sha256": reader.digest()}

    def add_bytes(self, name: str, content: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))
        self._members[name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    def finish(self) -> None:
        self.add_bytes(MANIFEST, json.dumps({"members": self._members}).encode())


class _Hashing:
    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        return data

    def digest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def new_archive(path: Path, header: Header, passphrase: str) -> Iterator[Writer]:
    """Write a backup. The file appears under its name once it is complete and on the disk."""
    part = path.with_name(path.name + ".part")
    if passphrase:
        header = Header(header.created_at, header.engines, header.revisions, new_parameters())
    line = json.dumps(asdict(header)).encode() + b"\n"
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(line)
            body: Any = Encrypted(file, passphrase, header.encryption, line) if header.encryption else file
            with tarfile.open(fileobj=body, mode="w|gz", compresslevel=5) as tar:
                writer = Writer(tar)
                yield writer
                writer.finish()
            if header.encryption:
                body.close()
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def read_header(path: Path) -> Header:
    """Raises BackupProblem for a file that is no backup, or one of a later format."""
    try:
        with path.open("rb") as file:
            read = json.loads(file.readline(MAX_HEADER_BYTES))
        if read["samaya_backup"] > FORMAT:
            raise BackupProblem(
                "The backup was made by a newer release, in a form that this one can't read. Nothing was changed; "
                "restore it with that release."
            )
        return Header(**read)
    except OSError as error:
        raise BackupProblem(f"{path} can't be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BackupProblem(f"{path} is not a backup of Samaya. Nothing was changed.") from error


def extract(path: Path, header: Header, passphrase: str, folder: Path) -> list[str]:
    """Extract and check all members into this folder. Returns their names. Raises BackupProblem."""
    found: dict[str, dict[str, Any]] = {}
    try:
        with path.open("rb") as file:
            line = file.readline(MAX_HEADER_BYTES)
            body: Any = Decrypted(file, passphrase, header.encryption, line) if header.encryption else file
            with tarfile.open(fileobj=body, mode="r|gz") as tar:
                for info in tar:
                    found[info.name] = _extract_one(tar, info, folder)
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError) as error:
        raise BackupProblem(DAMAGED) from error
    found.pop(MANIFEST)
    if found != manifest["members"]:
        raise BackupProblem(DAMAGED)
    return list(found)


def _extract_one(tar: tarfile.TarFile, info: tarfile.TarInfo, folder: Path) -> dict[str, Any]:
    name = PurePosixPath(info.name)
    content = tar.extractfile(info) if info.isfile() else None
    if content is None or name.is_absolute() or ".." in name.parts or "\\" in info.name:
        raise BackupProblem(DAMAGED)
    target = folder.joinpath(*name.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while block := content.read(BLOCK_BYTES):
            digest.update(block)
            size += len(block)
            file.write(block)
    return {"size": size, "sha256": digest.hexdigest()}
