"""Exported tables: no spreadsheet runs a guest's text as a formula."""

import csv
import io
from datetime import datetime, timezone

import pytest

from crm_microservice.facilitators.csv_export import csv_parts, safe_cell
from tests.crm_microservice.service import Crm, booking, facilitator


@pytest.mark.parametrize(
    ("written", "exported"),
    [
        ("=1+1", "'=1+1"),
        ("Anna;=1+1", "Anna;'=1+1"),
        ("Anna; =1+1", "Anna;' =1+1"),
        ("Anna\t+1", "Anna\t'+1"),
        ("Anna\n@SUM(1)", "Anna\n'@SUM(1)"),
        ("\u200b=1", "'\u200b=1"),
        ("\ufeff-1", "'\ufeff-1"),
        ("\u00ad\u2060 =1", "'\u00ad\u2060 =1"),
        ("\u3164=1", "'\u3164=1"),
        ("a;\u200e=1", "a;'\u200e=1"),
        ("\t=1", "'\t'=1"),
        ("＝1", "'＝1"),
        ("Anna-Maria; 3 + 4", "Anna-Maria; 3 + 4"),
        ("李雷", "李雷"),
        (None, None),
        (7, 7),
    ],
)
def test_formulas_are_exported_as_text(written: object, exported: object):
    assert safe_cell(written) == exported


def test_every_cell_is_quoted():
    (text,) = csv_parts(["id", "name"], [[{"id": 1, "name": "Anna"}]])
    assert text == '"id","name"\r\n"1","Anna"\r\n'


def test_times_are_local_with_the_zone_beside_them_or_say_that_they_are_utc():
    at = datetime(2026, 12, 12, 1, 30, tzinfo=timezone.utc)
    rows = [{"at": at, "session_time_zone": "Asia/Kolkata"}, {"at": at, "session_time_zone": None}]
    rows.append({"at": at, "session_time_zone": "Moon/Crater"})
    (text,) = csv_parts(["at", "session_time_zone"], [rows])
    assert text.splitlines()[1:] == [
        '"2026-12-12 07:00","Asia/Kolkata"',
        '"2026-12-12 01:30 UTC",""',
        '"2026-12-12 01:30 UTC","Moon/Crater"',
    ]


def test_a_name_after_a_semicolon_is_exported_as_text(crm: Crm):
    user = {"id": 77, "name": "Anna;=HYPERLINK(1)", "email": "anna@example.com"}
    crm.store(booking(880_001, 8801, user=user))
    for path in ("bookings.csv", "guests.csv"):
        text = crm.get(f"/api/facilitator/8801/{path}", facilitator(8801)).text
        assert "Anna;'=HYPERLINK(1)" in text
        assert all(line.startswith('"') and line.endswith('"') for line in text.splitlines())
        assert len(list(csv.reader(io.StringIO(text)))) == 2
