#!/usr/bin/env python3
"""Set up and run Samaya with one command: `python start_services.py`.

Creates `.venv`, installs the pinned requirements, starts the main API, the CRM, the outbox worker and a mail server for
development, and builds the web app. Restarts what crashes and services that hang, and stops everything on Ctrl-C.
Needs only Python.
"""

from __future__ import annotations

import signal
import sys
import time
from functools import partial

from launcher.console import CannotStart, say
from launcher.environment import install_requirements, make_environment, use_new_enough_python
from launcher.processes import SIGNALS, handle_signals
from launcher.services import first_admin_link, load_demo, make_children, prepare_services
from launcher.settings import VITE_PORT, Settings, refuse_busy_ports
from launcher.steps import BackgroundStep
from launcher.supervision import Child, start_in_order, stop, wait_until_ready, watch
from launcher.web_app import prepare_frontend

DEMO_ACCOUNTS = "priya/priya123  arjun/arjun123  kavya/kavya123 (facilitators)  admin/admin123  asha/asha-samaya"


def greet(settings: Settings, seconds: float) -> None:
    web = f"http://localhost:{VITE_PORT}" if settings.dev else settings.web_url
    say(f"Ready after {seconds:.1f} s.")
    for what, where in (
        ("Web app", web),
        ("Main API", f"{settings.main_url}{settings.docs_path}"),
        ("CRM", f"{settings.crm_url}{settings.docs_path}"),
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
        if link := first_admin_link(settings):
            say("  Begin     Open this link to make the first admin. It works once, for a day:")
            say(f"            {link}")
    say("  Ctrl-C stops everything.")


def main(arguments: list[str]) -> int:
    begun = time.monotonic()
    children: list[Child] = []
    web_app: BackgroundStep | None = None
    handle_signals(SIGNALS)
    try:
        use_new_enough_python()
        settings = Settings(arguments, __doc__)
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
