"""Texts of messages that an admin wrote: plain words with variables, no template language.

`{guest_name}` is a variable. A part in square brackets, such as `[Reason: {reason}.]`, is left out if one of its
variables is empty. Nothing else has a meaning: in the HTML of mails the words are escaped.
"""

import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup, escape

_TOKEN = re.compile(r"\{([a-z_]{1,40})\}|([\[\]{}])")
_TAG = re.compile(r"<[a-zA-Z/!?]")
BRACKET_WITHOUT_VARIABLE = "A part in brackets [ ] needs a variable: it is left out if the variable is empty."
BRACKET_UNPAIRED = "Each “[” needs one “]” after it, and brackets can't stand within brackets."
BRACE = "A variable is its name in braces, such as {guest_name}. Correct or remove the “{” or “}”."


class BadText(Exception):
    """A written text that cannot be used. The message is a sentence for its writer, `code` the reason for a page."""

    def __init__(self, code: str, detail: str, **limits: str):
        super().__init__(detail)
        self.code = code
        self.limits = limits


class _Words(NamedTuple):
    text: str


class _Variable(NamedTuple):
    name: str


class _Optional(NamedTuple):
    parts: tuple["_Words | _Variable", ...]


_Part = _Words | _Variable | _Optional


class WrittenText:
    """One text. Raises BadText if it cannot be read."""

    def __init__(self, source: str):
        self._parts = _parts(source)

    @property
    def variables(self) -> set[str]:
        every = (each for part in self._parts for each in (part.parts if isinstance(part, _Optional) else (part,)))
        return {each.name for each in every if isinstance(each, _Variable)}

    def text(self, values: Mapping[str, Any]) -> str:
        """The text with these values. Raises BadText if a variable is unknown."""
        return "".join(
            part.text if isinstance(part, _Words) else str(_value(values, part.name)) for part in self._shown(values)
        )

    def html(self, values: Mapping[str, Any], bold: Container[str], pages: Container[str]) -> Markup:
        """The same for the HTML of a mail: `bold` variables are bold, `pages` are links, line breaks stay."""
        return Markup("").join(_html(part, values, bold, pages) for part in self._shown(values))

    def _shown(self, values: Mapping[str, Any]) -> Sequence[_Words | _Variable]:
        shown: list[_Words | _Variable] = []
        for part in self._parts:
            if not isinstance(part, _Optional):
                shown.append(part)
            elif all(_value(values, each.name) for each in part.parts if isinstance(each, _Variable)):
                shown += part.parts
        return shown


def check_text(source: str, allowed: Container[str]) -> None:
    """Raises BadText, whose message says what to correct."""
    if _TAG.search(source):
        raise BadText("html", "Texts are plain words: HTML can't be used. Remove the part that begins with “<”.")
    for name in sorted(WrittenText(source).variables):
        if name not in allowed:
            raise _unknown(name)


def _value(values: Mapping[str, Any], name: str) -> Any:
    if name not in values:
        raise _unknown(name)
    return values[name]


def _unknown(name: str) -> BadText:
    return BadText("unknown_variable", f"This message has no variable {{{name}}}. Use one of its list.", name=name)


def _html(part: _Words | _Variable, values: Mapping[str, Any], bold: Container[str], pages: Container[str]) -> Markup:
    if isinstance(part, _Words):
        return Markup("<br />").join(escape(line) for line in part.text.split("\n"))
    value = _value(values, part.name)
    if part.name in pages and value:
        return Markup('<a href="{0}">{0}</a>').format(value)
    return Markup("<strong>{}</strong>").format(value) if part.name in bold else escape(value)


@lru_cache(maxsize=500)
def _parts(source: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    inner: list[_Words | _Variable] | None = None  # the parts within brackets
    end = 0
    for token in _TOKEN.finditer(source):
        words = [_Words(source[end : token.start()])] if token.start() > end else []
        (parts if inner is None else inner).extend(words)
        end = token.end()
        name, sign = token[1], token[2]
        if name:
            (parts if inner is None else inner).append(_Variable(name))
        elif sign == "[" and inner is None:
            inner = []
        elif sign == "]" and inner is not None:
            if not any(isinstance(each, _Variable) for each in inner):
                raise BadText(
                    "bracket_without_variable",
                    "A part in brackets [ ] needs a variable: the part is left out if the variable is empty.",
                )
            parts.append(_Optional(tuple(inner)))
            inner = None
        elif sign in "[]":
            raise BadText(
                "bracket_unpaired", "Each “[” needs one “]” after it, and brackets can't stand within brackets."
            )
        else:
            raise BadText("brace", BRACE)
    if inner is not None:
        raise BadText("bracket_unpaired", BRACKET_UNPAIRED)
    if end < len(source):
        parts.append(_Words(source[end:]))
    return tuple(parts)
