"""Which problems a view may respond with, read from its source and that of the functions it calls.

For the API's description. Names of functions, classes and annotated variables are followed; functions passed
as arguments are not.
"""

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeVar

from pydantic import BaseModel
from werkzeug.local import LocalProxy

from service_kit.problems import Problem

Function = TypeVar("Function", bound=Callable[..., Any])
Arguments = dict[str, Any]
Call = tuple[FunctionType | Problem, Arguments]
KNOWN_ARGUMENTS = ("status", "code")  # of a function that makes a problem
UNKNOWN = "\0"  # a value that can't be read from the source
PROGRAM = Path(__file__).resolve().parents[1]
PACKAGES = {path.parent.name for path in PROGRAM.glob("*/__init__.py")}


@dataclass
class ProblemsOfView:
    sentences: dict[int, dict[str, str]] = field(default_factory=dict)  # by status and code; empty if not known
    functions: set[CodeType] = field(default_factory=set)  # that the view may call

    def add(self, status: int, code: str, sentence: str = "") -> None:
        known = self.sentences.setdefault(status, {})
        known[code] = known.get(code) or ("" if UNKNOWN in sentence else sentence)

    def add_all(self, other: "ProblemsOfView") -> None:
        for status, sentences in other.sentences.items():
            for code, sentence in sentences.items():
                self.add(status, code, sentence)


def passes_on(codes: Mapping[int, tuple[str, ...]]) -> Callable[[Function], Function]:
    """Say which refusals of another system a function passes on."""

    def decorate(function: Function) -> Function:
        function.passed_on = codes  # type: ignore[attr-defined]
        return function

    return decorate


class PossibleProblems:
    """Reads views. A function that several of them call is read once."""

    def __init__(self) -> None:
        self._calls: dict[tuple[CodeType, str], list[Call]] = {}
        self._source = lru_cache(maxsize=None)(_functions_of_file)

    def of(self, view: Callable[..., Any]) -> ProblemsOfView:
        """The problems that this view may respond with.

        A decorator is read like any function, unless it says in `raised_by` what may raise instead.
        """
        found = ProblemsOfView()
        waiting = [
            call
            for layer in _unwrapped(view)
            for target in getattr(layer, "raised_by", (layer,))
            for call in _calls_of(target, {})
        ]
        seen: set[tuple[CodeType, str]] = set()
        while waiting:
            target, arguments = waiting.pop()
            if isinstance(target, Problem):
                found.add(target.status, target.code, target.detail)
                continue
            key = (target.__code__, repr(arguments))
            if key in seen:
                continue
            seen.add(key)
            found.functions.add(target.__code__)
            for status, codes in getattr(target, "passed_on", {}).items():
                for code in codes:
                    found.add(status, code)
            if key not in self._calls:
                self._calls[key] = list(_Reader(self._source, target, arguments).calls())
            waiting += self._calls[key]
        return found


def _calls_of(target: Any, arguments: Arguments) -> Iterator[Call]:
    """What calling this, or naming it, may run: functions of this program, or the problem that it makes."""
    if isinstance(target, type) and issubclass(target, Problem):
        problem = _example_problem(target, arguments)
        if problem is not None:
            yield problem, {}
    for function in _functions(target):
        yield function, arguments


def _example_problem(cls: type[Problem], arguments: Arguments) -> Problem | None:
    """An example of this problem. None if its status or code isn't known."""
    parameters = inspect.signature(cls).parameters
    values: Arguments = {name: UNKNOWN for name, each in parameters.items() if each.default is each.empty}
    problem = cls(**values | {name: value for name, value in arguments.items() if name in parameters})
    return None if UNKNOWN in (problem.status, problem.code) else problem


def _unwrapped(function: Any) -> Iterator[Any]:
    while function is not None:
        yield function
        function = getattr(function, "__wrapped__", None)


def _functions(target: Any) -> Iterator[FunctionType]:
    """The functions of this program behind a name: itself, the methods of a class, the members of a table."""
    if isinstance(target, dict | list | tuple):
        members = target.values() if isinstance(target, dict) else target
        yield from (each for member in members if callable(member) for each in _functions(member))
    elif isinstance(target, type):
        if _is_own_class(target) and not issubclass(target, BaseModel | Enum | Problem):
            yield from (each for member in vars(target).values() for each in _functions(member))
    else:
        for layer in _unwrapped(getattr(target, "__func__", getattr(target, "fget", target))):
            if isinstance(layer, FunctionType) and _is_own_file(layer.__code__.co_filename):
                yield layer


@lru_cache(maxsize=1024)
def _is_own_file(name: str) -> bool:
    path = Path(name)
    return path.is_relative_to(PROGRAM) and path.relative_to(PROGRAM).parts[0] in PACKAGES


def _is_own_class(target: Any) -> bool:
    return isinstance(target, type) and target.__module__.partition(".")[0] in PACKAGES


def _functions_of_file(file: str) -> dict[int, ast.AST]:
    """The functions of a file by their first line, as their code objects know it."""
    functions = (
        node
        for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    )
    return {min(part.lineno for part in (node, *getattr(node, "decorator_list", ()))): node for node in functions}


class _Reader:
    """Reads one function, which is called with these arguments."""

    def __init__(
        self, source: Callable[[str], dict[int, ast.AST]], function: FunctionType, arguments: Arguments
    ) -> None:
        self.globals = function.__globals__
        code = function.__code__
        tree: Any = source(code.co_filename)[code.co_firstlineno]
        body = tree.body if isinstance(tree.body, list) else [tree.body]
        self.nodes = [node for statement in body for node in ast.walk(statement)]
        parameters = inspect.signature(function, follow_wrapped=False).parameters.values()
        self.known = {each.name: each.default for each in parameters if isinstance(each.default, str | int)} | arguments
        self.classes: dict[str, type] = {}
        for node in (*tree.args.args, *tree.args.kwonlyargs, *self.nodes):
            if isinstance(node, ast.arg | ast.AnnAssign) and _is_own_class(cls := self._object(node.annotation)):
                self.classes[node.arg if isinstance(node, ast.arg) else ast.unparse(node.target)] = cls

    def calls(self) -> Iterator[Call]:
        """What the function calls, with the arguments that are known, and the other functions it names."""
        called = {node.func: node for node in self.nodes if isinstance(node, ast.Call)}
        for node in self.nodes:
            if isinstance(node, ast.Name | ast.Attribute):
                target = self._object(node)
                if node in called:
                    yield from _calls_of(target, self._arguments(target, called[node]))
                elif not isinstance(target, type):
                    yield from _calls_of(target, {})

    def _object(self, node: ast.AST | None) -> Any:
        """What a name stands for, as far as that can be known. For an object whose class is known, the class."""
        if isinstance(node, ast.Name):
            named = self.classes.get(node.id, self.globals.get(node.id))
            return (
                None if type(named) is LocalProxy else named
            )  # such as `request`, which has no value outside a request
        if isinstance(node, ast.Attribute):
            owner = self._object(node.value)
            if isinstance(owner, ModuleType) or _is_own_class(owner) or _is_own_class(type(owner)):
                return inspect.getattr_static(owner, node.attr, None)
        return None

    def _arguments(self, target: Any, call: ast.Call) -> Arguments:
        try:
            names = [name for name in inspect.signature(target).parameters if name != "self"]
        except (TypeError, ValueError):
            return {}
        given = {
            **dict(zip(names, call.args, strict=False)),
            **{keyword.arg: keyword.value for keyword in call.keywords if keyword.arg},
        }
        if isinstance(target, type) and issubclass(target, Problem):
            return {name: self._value(node) for name, node in given.items()}
        return {name: self._value(given[name]) for name in KNOWN_ARGUMENTS if name in given}

    def _value(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        known = self.known.get(node.id, self.globals.get(node.id)) if isinstance(node, ast.Name) else None
        return known if isinstance(known, str | int) else UNKNOWN
