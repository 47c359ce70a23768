"""Only public names of other packages: any upgrade, a security fix too, may change or remove their private ones."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from tests.support.services import ROOT

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

PACKAGES = ("launcher", "main_app", "crm_microservice", "service_kit")
FILES = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
TREES = {file: ast.parse(file.read_text()) for file in FILES}
PRIVATE = re.compile(r"_(?!_)")
# Of named tuples and SQLAlchemy's rows; Werkzeug's proxies; os; logging's optimization; for type checkers only.
DOCUMENTED = {"_asdict", "_make", "_mapping", "_replace", "_get_current_object", "_exit", "_srcfile", "_typeshed"}


def own_names() -> set[str]:
    """Every private name that our own code defines or sets."""
    found = set[str]()
    for node in (node for tree in TREES.values() for node in ast.walk(tree)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self":
            found.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def test_nobody_imports_or_uses_a_private_name_of_another_package() -> None:
    own, found = own_names(), list[str]()
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [part for alias in node.names for part in alias.name.split(".")]
            elif isinstance(node, ast.ImportFrom):
                names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            elif isinstance(node, ast.Attribute):
                names = [node.attr] if node.attr not in own else []
            private = {name for name in names if PRIVATE.match(name)} - DOCUMENTED
            found += [f"{file.relative_to(ROOT)}: {name}" for name in private]
    assert found == []


def test_no_class_overrides_a_private_name_of_another_package() -> None:
    found = list[str]()
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef) or not (private := private_names(node)):
                continue
            kind = getattr(importlib.import_module(module_of(file)), node.name)
            foreign = [base for base in kind.__mro__ if not base.__module__.startswith(PACKAGES)]
            found += [f"{node.name}.{name}" for name in private if any(name in vars(base) for base in foreign)]
    assert found == []


def private_names(node: ast.ClassDef) -> set[str]:
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    names |= {part.name for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
    return {name for name in names if PRIVATE.match(name)}


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
