"""Run by pretix's own Python: makes its tables and an event with a free item that never sells out.

Prints what the load needs as JSON on its last line. Not imported by anything here.
"""

import json
import os
from datetime import timedelta
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "pretix.settings"

import django  # type: ignore[import-not-found]  # pretix's environment has it

django.setup()

from django.conf import settings  # type: ignore[import-not-found]  # noqa: E402 after the set-up
from django.core.management import call_command  # type: ignore[import-not-found]  # noqa: E402 after the set-up
from django.utils.timezone import now  # type: ignore[import-not-found]  # noqa: E402
from django_scopes import scopes_disabled  # type: ignore[import-not-found]  # noqa: E402
from pretix.base.models import Event, Organizer, Team  # type: ignore[import-not-found]  # noqa: E402

PLACES = 1_000_000


class NoMigrations:
    """Makes the tables from the models, as pretix's own tests do: its 400 migrations take minutes."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None

    def setdefault(self, app: str, default: str | None = None) -> None:
        """Asked by Django for applications without migrations."""


def make_shop() -> dict[str, Any]:
    organizer = Organizer.objects.create(name="Samaya", slug="samaya")
    event = Event.objects.create(
        organizer=organizer, name="Evening Sit", slug="sit", currency="EUR", plugins="", live=True,
        date_from=now() + timedelta(days=300),
    )  # fmt: skip
    item = event.items.create(name="Place", default_price=0)
    event.quotas.create(name="Places", size=PLACES).items.add(item)
    team = Team.objects.create(
        organizer=organizer, name="Load", all_events=True, all_event_permissions=True, all_organizer_permissions=True
    )
    return {
        "path": "/api/v1/organizers/samaya/events/sit/orders/",
        "token": team.tokens.create(name="load").token,
        "order": {
            "email": "asha@example.com", "locale": "en", "sales_channel": "web", "status": "p", "send_email": False,
            "payment_provider": "free",
            "positions": [{"item": item.pk, "variation": None, "price": "0.00", "attendee_name_parts": {}}],
        },
    }  # fmt: skip


settings.MIGRATION_MODULES = NoMigrations()
call_command("migrate", run_syncdb=True, verbosity=0)
with scopes_disabled():
    print(json.dumps(make_shop()))
