"""Exported tables: no spreadsheet runs a guest's text as a formula."""

from datetime import datetime, timezone

import pytest

from service_kit.csv_export import amount, csv_parts, local_time, safe_cell


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
        ("-1+1", "'-1+1"),
        ("-5\n=1", "'-5\n'=1"),
        ("Anna-Maria; 3 + 4", "Anna-Maria; 3 + 4"),
        ("李雷", "李雷"),
        (None, None),
        (7, 7),
    ],
)
def test_formulas_are_exported_as_text(written: object, exported: object):
    assert safe_cell(written) == exported


def test_every_cell_is_quoted():
    (text,) = csv_parts(["Places", "Guest"], [[(1, "Anna")]])
    assert text == '\ufeff"Places","Guest"\r\n"1","Anna"\r\n'


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Kolkata", "2026-12-12 07:00"),
        (None, "2026-12-12 01:30 UTC"),
        ("Moon/Crater", "2026-12-12 01:30 UTC"),
        ("../etc/passwd", "2026-12-12 01:30 UTC"),
    ],
)
def test_times_are_local_or_say_that_they_are_utc(zone: str | None, written: str):
    assert local_time(datetime(2026, 12, 12, 1, 30, tzinfo=timezone.utc), zone) == written


@pytest.mark.parametrize(
    ("units", "currency", "written"),
    [(3900, "EUR", "39.00"), (-595, "EUR", "-5.95"), (3900, "JPY", "3900"), (3900, "KWD", "3.900"), (None, "EUR", "")],
)
def test_an_amount_has_the_decimals_of_its_currency_and_is_no_formula(units: int | None, currency: str, written: str):
    assert amount(units, currency) == written == safe_cell(amount(units, currency))
