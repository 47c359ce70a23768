"""The settings of a start, and what it refuses."""

from __future__ import annotations

import argparse
import os
import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

from launcher.console import CannotStart, say
from launcher.folders import BIN, ROOT, WINDOWS

VITE_PORT = 5173
LOOPBACK = ("127.0.0.1", "localhost", "::1")
DEVELOPMENT_SECRETS = {"", "your-static-bearer-token-here", "development-only-secret-change-me-before-production"}


def read_env_file(path: Path) -> dict[str, str]:
    """Return the variables in `path`. Raises CannotStart with the number of a line that is not NAME=value."""
    # NAME=value, export NAME=value, "a \"quoted\" value", 'single quotes', value # with a comment, an empty line.
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

    def __init__(self, arguments: list[str], about: str | None = None) -> None:
        """`about` is what --help says before it lists the options."""
        self._file = read_env_file(ROOT / ".env")
        parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
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
        api_docs = self.get("API_DOCS", "false" if self.production else "true").strip().lower()
        self.docs_path = "/docs" if api_docs in ("1", "true", "yes", "on") else ""
        self.demo = not options.no_demo and not self.production
        self.main_port = self._port("MAIN_PORT", options.main_port)
        self.crm_port = self._port("CRM_PORT", options.crm_port)
        reachable = self.host if self.host not in ("0.0.0.0", "::", "") else "127.0.0.1"
        self.reachable_host = reachable = f"[{reachable}]" if ":" in reachable else reachable
        self.main_url = f"http://{reachable}:{self.main_port}"
        self.crm_url = f"http://{reachable}:{self.crm_port}"
        # As in links: under another name of this machine, a browser is signed out and blocks the pictures of mails.
        self.web_url = self.get("PUBLIC_URL") or self.main_url.replace("127.0.0.1", "localhost")
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
