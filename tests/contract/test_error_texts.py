"""The web app has a sentence in each guest's language for every error that a guest's form can get from the API."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service_kit.settings import PROJECT_ROOT

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

ACCOUNTS, BOOKINGS = (PROJECT_ROOT / "main_app" / feature for feature in ("auth", "bookings"))
KIT = PROJECT_ROOT / "service_kit"
WEB_APP = PROJECT_ROOT / "frontend" / "src"
# The dialog of a changed impact, the page of an expired link, and what is there for Google have texts of their own.
ON_PAGES_OF_THEIR_OWN = {"impact_changed", "link_expired", "google_not_set_up", "no_password"}
# Only facilitators and admins meet these; their pages show the API's own sentences.
OF_STAFF = {"series_refused", "last_admin", "has_admin", "not_invited", "has_password", "own_account", "erased"}


def codes(name: str, position: int, *files: Path) -> set[str]:
    """The codes at this position of the calls of `name`."""
    return {
        str(ast.literal_eval(call.args[position]))
        for path in files
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", None) == name
        if len(call.args) > position and isinstance(call.args[position], ast.Constant)
    }


def codes_of_pydantics_errors() -> Iterator[str]:
    """The codes that `_translate` returns, each as the first member of a tuple."""
    tree = ast.parse((KIT / "problems.py").read_text(encoding="utf-8"))
    [translate] = [node for node in ast.walk(tree) if getattr(node, "name", None) == "_translate"]
    for node in ast.walk(translate):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            code = node.value.elts[0]
            if isinstance(code, ast.Constant):
                yield str(code.value)


def codes_with_a_sentence(*files: str) -> set[str]:
    return set(re.findall(r"[a-z_]+", "".join((WEB_APP / file).read_text(encoding="utf-8") for file in files)))


def test_every_refused_field_of_a_guests_form_has_a_sentence() -> None:
    forms = [*ACCOUNTS.glob("*.py"), *BOOKINGS.glob("*.py"), KIT / "fields.py"]
    refused = codes("field_error", 0, *forms) | codes("_refused", 1, *forms) | set(codes_of_pydantics_errors())
    assert len(refused) > 20
    refused.remove("invalid")  # the only code whose fault only the API's own sentence names
    assert refused - codes_with_a_sentence("shared/api/problemText.ts") == set()


def test_every_refused_booking_and_registration_has_a_sentence() -> None:
    of_facilitators = {"run_decision.py", "for_guests.py", "erasure.py"}
    of_guests = (file for file in BOOKINGS.glob("*.py") if file.name not in of_facilitators)
    refused = codes("Conflict", 0, *ACCOUNTS.glob("*.py"), *of_guests)
    refused |= codes("Gone", 0, *ACCOUNTS.glob("*.py"))
    assert len(refused) > 8
    known = codes_with_a_sentence("shared/api/problemText.ts", "features/bookings/bookingProblem.ts")
    assert refused - ON_PAGES_OF_THEIR_OWN - OF_STAFF - known == set()
    refused = codes("Conflict", 0, BOOKINGS / "for_guests.py")
    assert refused <= codes_with_a_sentence("features/facilitator/GuestDialog.tsx")
    refused = codes("Conflict", 0, BOOKINGS / "erasure.py") | {"last_admin", "own_account", "erased"}
    assert len(refused) == 7 and refused <= codes_with_a_sentence("features/people/PeoplePage.tsx")
