"""Rules of the code's structure that no linter checks."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.services import ROOT

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

PACKAGES = ("backup", "launcher", "main_app", "crm_microservice", "service_kit")
FILES = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_an_import_inside_a_function_has_its_reason_on_its_line(file: Path) -> None:
    lines = file.read_text().splitlines()
    imports = [lines[number - 1].strip() for number in imports_inside_functions(lines)]
    assert [line for line in imports if "#" not in line] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_only_routes_and_the_service_kit_choose_an_http_status(file: Path) -> None:
    if "service_kit" in file.parts or file.stem.endswith("routes"):
        return
    chosen = [
        node.lineno
        for node in ast.walk(ast.parse(file.read_text()))
        if (isinstance(node, ast.Call) and is_problem(node.func))
        or (isinstance(node, ast.ClassDef) and any(is_problem(base) for base in node.bases))
    ]
    assert chosen == [], "raise one of the exceptions of service_kit/problems.py"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_hides_one_of_the_standard_library(package: str) -> None:
    """A program's own folder comes first in sys.path: `logging.py` beside it would be everybody's `logging`."""
    modules = {file.stem for file in (ROOT / package).rglob("*.py")} - {"__main__"}
    assert modules & sys.stdlib_module_names == set()


def test_the_web_app_takes_responses_as_the_services_describe_them() -> None:
    sources = [*(ROOT / "frontend" / "src").rglob("*.ts"), *(ROOT / "frontend" / "src").rglob("*.tsx")]
    assert sources
    assert [source.name for source in sources if "as unknown as" in source.read_text(encoding="utf-8")] == []


REPLACED = re.compile(r"\b(keep_span|write_down|upkeep|_turn|tell_of_bookings|login ended|leaves the house)\b")


def test_names_that_the_glossary_replaced_are_gone() -> None:
    assert [file.name for file in FILES if REPLACED.search(file.read_text()) or file.name == "views.py"] == []


def test_pages_and_messages_say_sign_in_and_place() -> None:
    texts = [
        *(ROOT / "frontend" / "src" / "shared" / "i18n" / "en").glob("*.ts"),
        *(ROOT / "main_app" / "messages" / "templates" / "en").rglob("*.*"),
    ]
    assert texts
    replaced = re.compile(r"\b(log(ged)?[ -](in|out)|login|seats?)\b", re.IGNORECASE)
    assert [file.name for file in texts if replaced.search(file.read_text(encoding="utf-8"))] == []


def test_only_the_engine_takes_places_and_writes_bookings() -> None:
    """Whoever else did would leave out the journal's entry, or take a place twice."""
    of_the_engine = re.compile(r"bookings\.(places|rows) import|seats_taken [-+]= ?|(insert|update)\(Booking\b")
    allowed = {
        "engine.py",
        "transitions.py",  # names which statement changes a booking
        "rows.py",
        "places.py",
        "move.py",  # locks both sessions before the engine does
        "operations.py",  # marks a change as seen: no change of state
        "erasure.py",  # clears reasons
    }
    users = [file for file in (ROOT / "main_app").rglob("*.py") if of_the_engine.search(file.read_text())]
    assert {file.name for file in users if "migrations" not in file.parts} - allowed == set()


AUTHORITIES = {"main_app": "authority.py", "crm_microservice": "auth.py"}


@pytest.mark.parametrize("package", AUTHORITIES)
def test_who_may_manage_an_event_is_decided_in_one_module(package: str) -> None:
    """Organisations will change only that one."""
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in (ROOT / package).rglob("*.py")
        if file.name != AUTHORITIES[package]
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Compare) and compares_a_caller(node)
    ]
    allowed = (
        "main_app/auth/",  # whether an account is a facilitator's, and who may call a route
        "main_app/demo.py",  # which password a demo account has
        "crm_microservice/sign_in",  # whether the main API still calls this person a facilitator
    )
    assert [place for place in found if not place.startswith(allowed)] == [], "ask authority.may_manage"


def compares_a_caller(node: ast.Compare) -> bool:
    """Whether it compares somebody's role, or their id with a facilitator's."""
    sides = [node.left, *node.comparators]
    names = {ast.unparse(side).rpartition(".")[2] for side in sides}
    owners = {ast.unparse(side).rpartition(".")[0] for side in sides}
    people = {"by", "who", "caller", "caller()", "reader", "viewer", "person", "user"} & owners
    return ("role" in names and bool(people)) or ("facilitator_id" in ast.unparse(node) and bool(people))


def is_problem(node: ast.expr) -> bool:
    return (node.id if isinstance(node, ast.Name) else getattr(node, "attr", None)) == "Problem"


def imports_inside_functions(lines: list[str]) -> Iterator[int]:
    """Return the line numbers of imports inside functions, counted from 1."""
    for function in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node.lineno


PAGES = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/operations.md", "docs/notification-api.md")


@pytest.mark.parametrize("page", PAGES)
def test_the_documents_name_files_that_exist(page: str) -> None:
    text = (ROOT / page).read_text()
    folders = "|".join([*PACKAGES, "frontend", "tests", "benchmarks", "docs"])
    named = re.findall(rf"`((?:{folders})/[\w./-]*)`", text)
    made_later = ("main_app/<", "benchmarks/RESULTS.md", "crm_microservice/crm_notifications.log")
    assert [name for name in named if not (ROOT / name).exists() and not name.startswith(made_later)] == []


def test_the_specifications_table_of_triggers_names_functions_that_exist() -> None:
    from main_app.messages import consequences  # the others of this file import nothing of the product

    lines = (ROOT / "docs/notification-api.md").read_text().splitlines()
    rows = [line for line in lines if line.startswith("| trigger ")]
    named = re.findall(r"`(\w+)`", "".join(rows))
    assert named and all(hasattr(consequences, name) for name in named)
