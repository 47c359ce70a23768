"""Rules of the code's structure that no linter has."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.services import ROOT

FILES = [file for package in ("main_app", "crm_microservice", "service_kit") for file in (ROOT / package).rglob("*.py")]


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


def is_problem(node: ast.expr) -> bool:
    return (node.id if isinstance(node, ast.Name) else getattr(node, "attr", None)) == "Problem"


def imports_inside_functions(lines: list[str]) -> Iterator[int]:
    """The numbers of their first lines, counted from 1."""
    for function in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node.lineno
