"""Rules of the code's structure that no linter has."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.services import ROOT

FILES = [file for package in ("main_app", "crm_microservice", "service_kit") for file in (ROOT / package).rglob("*.py")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_an_import_inside_a_function_has_its_reason_in_the_function(file: Path) -> None:
    lines = file.read_text().splitlines()
    without_reason = [
        lines[last - 1].strip()
        for first, last in imports_inside_functions(lines)
        if not any("#" in line for line in lines[first - 1 : last])
    ]
    assert without_reason == []


def imports_inside_functions(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The lines of the function and of the import, counted from 1."""
    for function in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield function.lineno, node.lineno
