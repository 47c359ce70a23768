"""The program behind `python -m launcher backup` and `restore`."""

import argparse
import getpass
import sys
from pathlib import Path

from backup.archive import read_header
from backup.create import create_backup, default_file, remove_oldest
from backup.installation import CRM, MAIN, Installation
from backup.problem import BackupProblem
from backup.restore import restore_backup


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m launcher", description="Back up this installation, or restore it.")
    commands = parser.add_subparsers(dest="command", required=True)
    backup = commands.add_parser("backup", help="write a backup while the services run")
    backup.add_argument("file", nargs="?", type=Path, help="its file; by default a new one in BACKUP_FOLDER")
    restore = commands.add_parser("restore", help="replace both databases and the files by those of a backup")
    restore.add_argument("file", type=Path)
    restore.add_argument("--only", choices=(MAIN, CRM), help="restore only the database of this service")
    restore.add_argument("--yes", action="store_true", help="don't ask")
    commands.add_parser("nightly")
    chosen = parser.parse_args(arguments)
    try:
        installation = Installation.load()
        if chosen.command == "restore":
            _restore(installation, chosen)
        else:
            _back_up(installation, chosen)
    except BackupProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'A file'}: {error.strerror or error}.", file=sys.stderr)
        return 1
    return 0


def _back_up(installation: Installation, chosen: argparse.Namespace) -> None:
    nightly = chosen.command == "nightly"
    file = default_file(installation) if nightly or chosen.file is None else chosen.file.absolute()
    create_backup(installation, file)
    how = "encrypted" if installation.main.backup_passphrase else "not encrypted: set BACKUP_PASSPHRASE to change that"
    print(f"Backed up to {file} ({file.stat().st_size / 1e6:.1f} MB, {how}).")
    if nightly:
        for removed in remove_oldest(file.parent, installation.main.backup_keep):
            print(f"Removed {removed}.")


def _restore(installation: Installation, chosen: argparse.Namespace) -> None:
    header = read_header(chosen.file)
    passphrase = installation.main.backup_passphrase
    if header.encryption and not passphrase:
        if not sys.stdin.isatty():
            raise BackupProblem("The backup is encrypted. Nothing was changed; set BACKUP_PASSPHRASE.")
        passphrase = getpass.getpass("Passphrase of the backup: ")
    if not chosen.yes:
        if not sys.stdin.isatty():
            raise BackupProblem("A restore replaces all data. Nothing was changed; confirm it with --yes.")
        question = f"Replace {'the data of ' + chosen.only if chosen.only else 'all data'} by the backup"
        if input(f"{question} of {header.created_at}? [y/N] ").strip().lower() != "y":
            raise BackupProblem("Nothing was changed.")
    restore_backup(installation, chosen.file, passphrase, chosen.only)
    print(
        f"Restored the backup of {header.created_at}. Start the services, then send the CRM what differs: "
        "flask --app main_app crm resync"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
