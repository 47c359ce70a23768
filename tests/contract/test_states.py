"""Both services and the web app know the same states of a booking, and which of them occupy places."""

import re
from pathlib import Path

import pytest

from crm_microservice.facilitators import states
from main_app.bookings.states import OCCUPYING, BookingStatus
from service_kit import row_hash
from tests.support.services import ROOT

SOURCES = ROOT / "frontend" / "src"
STATES = {state.value for state in BookingStatus}


def test_the_crm_knows_the_states_of_the_main_api() -> None:
    assert {value for name, value in vars(states).items() if name.isupper() and isinstance(value, str)} == {
        *STATES,
        states.UNKNOWN,
    }
    assert frozenset(OCCUPYING) == states.OCCUPYING


def test_the_comparison_of_both_services_tells_all_states_apart() -> None:
    assert set(row_hash.STATUSES) == STATES


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        (SOURCES / "shared" / "ui" / "BookingStatusBadge.tsx", r"^  (\w+): \{ tone:"),
        (SOURCES / "shared" / "i18n" / "en" / "customer.ts", r'^  "booking\.status\.(\w+)":'),
        (SOURCES / "shared" / "i18n" / "hi" / "customer.ts", r'^  "booking\.status\.(\w+)":'),
        (SOURCES / "shared" / "i18n" / "en" / "staff.ts", r'^  "bookings\.status\.(\w+)":'),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_pages_have_a_look_and_a_word_for_every_state(file: Path, pattern: str) -> None:
    assert set(re.findall(pattern, file.read_text(encoding="utf-8"), re.MULTILINE)) >= STATES
