"""Makes files readable by their owner only (0600, folders 0700): new ones, and those of an earlier release."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

PRIVATE_NAMES = ("*.db", "*.db-*", "*.lock", "*.log", "*.log.*", "*.key", "*.pem", "*.port", "*.json")


def keep_files_private(folder: Path, other_files: Iterable[Path] = ()) -> None:
    """Make the folder 0700 and the data, logs and keys in it 0600, now and for all files this process creates."""
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "nt":
        return  # Windows has no such modes; a user's folders are private there
    _restrict(folder, 0o700)
    for path in folder.rglob("*"):
        if path.is_dir():
            _restrict(path, 0o700)
    for pattern in PRIVATE_NAMES:
        for path in folder.rglob(pattern):
            _restrict(path, 0o600)
    for path in other_files:
        _restrict(path, 0o600)


def _restrict(path: Path, mode: int) -> None:
    try:
        current = path.lstat()
        # Leave links, shared folders such as /tmp (sticky bit) and other users' files alone.
        not_ours = current.st_uid != os.geteuid() or current.st_mode & stat.S_ISVTX
        if not (stat.S_ISLNK(current.st_mode) or not_ours) and stat.S_IMODE(current.st_mode) != mode:
            path.chmod(mode)
    except FileNotFoundError:
        return  # deleted in the meantime, or not created yet
