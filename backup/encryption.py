"""Encrypts a stream under a passphrase: chunks of AES-256-GCM under a key made by scrypt.

Each chunk's nonce is its number, and the last one is marked: chunks can't be left out, repeated or cut off unnoticed.
The key belongs to one file only, because each file has a salt of its own. The file's header is authenticated too.
"""

import os
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from backup.problem import BackupProblem

CHUNK_BYTES = 1024 * 1024
TAG_BYTES, LENGTH_BYTES, NONCE_BYTES = 16, 4, 12
COST = {"n": 2**16, "r": 8, "p": 1}  # 64 MB of memory for each guess
MAX_COST = 2**20


def new_parameters() -> dict[str, Any]:
    """What the header says of the key."""
    return {"cipher": "AES-256-GCM", "salt": os.urandom(16).hex(), **COST}


def _cipher(passphrase: str, parameters: dict[str, Any]) -> AESGCM:
    n, r, p = (int(parameters[name]) for name in ("n", "r", "p"))
    if not (n <= MAX_COST and r <= 32 and p <= 16):
        raise ValueError("the key of this file would cost too much to make")
    key = Scrypt(salt=bytes.fromhex(parameters["salt"]), length=32, n=n, r=r, p=p).derive(passphrase.encode())
    return AESGCM(key)


class Encrypted:
    """A file to write to. `close` writes the last chunk; the file below stays open."""

    def __init__(self, file: IO[bytes], passphrase: str, parameters: dict[str, Any], header: bytes) -> None:
        self._file, self._header = file, header
        self._cipher = _cipher(passphrase, parameters)
        self._number, self._buffer = 0, bytearray()

    def write(self, data: bytes) -> int:
        self._buffer += data
        while len(self._buffer) > CHUNK_BYTES:
            self._write_chunk(bytes(self._buffer[:CHUNK_BYTES]), last=False)
            del self._buffer[:CHUNK_BYTES]
        return len(data)

    def close(self) -> None:
        self._write_chunk(bytes(self._buffer), last=True)

    def _write_chunk(self, chunk: bytes, *, last: bool) -> None:
        nonce = self._number.to_bytes(NONCE_BYTES, "big")
        sealed = self._cipher.encrypt(nonce, chunk, self._header + bytes([last]))
        self._file.write(len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed)
        self._number += 1


class Decrypted:
    """A file to read from. Raises BackupProblem for the wrong passphrase, and for a file that is damaged or cut off."""

    def __init__(self, file: IO[bytes], passphrase: str, parameters: dict[str, Any], header: bytes) -> None:
        self._file, self._header = file, header
        self._cipher = _cipher(passphrase, parameters)
        self._number, self._buffer, self._ended = 0, bytearray(), False

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._buffer) < size):
            self._buffer += self._next_chunk()
        size = len(self._buffer) if size < 0 else size
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def _next_chunk(self) -> bytes:
        length = int.from_bytes(self._file.read(LENGTH_BYTES), "big")
        sealed = self._file.read(length) if TAG_BYTES <= length <= CHUNK_BYTES + TAG_BYTES else b""
        if len(sealed) != length or not sealed:
            raise BackupProblem("The backup is incomplete or damaged. Nothing was changed; use another one.")
        nonce = self._number.to_bytes(NONCE_BYTES, "big")
        self._number += 1
        for last in (False, True):
            try:
                chunk = self._cipher.decrypt(nonce, sealed, self._header + bytes([last]))
            except InvalidTag:
                continue
            self._ended = last
            return chunk
        if self._number == 1:
            raise BackupProblem("This is not the passphrase of the backup. Nothing was changed; set BACKUP_PASSPHRASE.")
        raise BackupProblem("The backup is damaged. Nothing was changed; use another one.")
