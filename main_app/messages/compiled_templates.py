"""Templates, compiled: those of this product, and an installation's own in place of some (rendering.py)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import mjml
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    meta,
)
from jinja2 import TemplateError as JinjaError
from markupsafe import Markup

from main_app.messages.kinds import LANGUAGES
from main_app.messages.variables import PAGES, VARIABLES, examples
from main_app.messages.written_texts import BadText, WrittenText

BUILT_IN = Path(__file__).parent / "templates"
# What mails get in addition to the variables of their kind.
LAYOUT_VARIABLES = {"subject", "preview", "heading", "intro", "closing"}
# Blocks of KIND.txt that files from before they existed lack; the built-in ones are used.
NEWER_BLOCKS = {"heading", "intro"}
BOLD = ("event_title", "refund")  # in the first paragraph of a mail
NOTHING_WRITTEN: Mapping[str, str] = {}
_INCLUDE = re.compile(r'<mj-include path="([^"]+)" />')
_LONG_LINE = re.compile(r"([^\n]{200}[^\n]*?<[a-z]+) ")
_BLANK_LINES = re.compile(r"\n{3,}")


class BadTemplate(Exception):
    """A template that cannot be used; the message names the file and the fault."""


@dataclass(frozen=True)
class Mail:
    subject: str
    html: str
    text: str


@dataclass(frozen=True)
class Note:
    """A message in the bell, or a push notification."""

    title: str
    body: str


class Templates:
    """The built-in templates, of which the files of `own` replace some, by their names. Each is compiled once."""

    def __init__(self, own: Mapping[str, Path] | None = None):
        self._own = own or {}
        self._loader = ChoiceLoader([FunctionLoader(self._read_own), FileSystemLoader(BUILT_IN)])
        self._compiled: dict[tuple[str, str, str], Template] = {}
        self.failed: dict[str, str] = {}  # kind → fault; kept by rendering.py

    @cached_property
    def _html(self) -> Environment:
        return Environment(loader=self._loader, auto_reload=False, autoescape=True, undefined=StrictUndefined)

    @cached_property
    def _text(self) -> Environment:
        return Environment(
            loader=self._loader,
            auto_reload=False,  # would look at the files for every message
            autoescape=False,  # plain text
            undefined=StrictUndefined,
            keep_trailing_newline=True,
        )

    @cached_property
    def _built_in(self) -> "Templates":
        return Templates()

    def mail(
        self,
        kind: str,
        language: str,
        variant: str,
        values: Mapping[str, Any],
        html_values: Mapping[str, Any],
        written: Mapping[str, str] = NOTHING_WRITTEN,
    ) -> Mail:
        """The mail of this kind. `written` has the parts that an admin wrote, in place of the template's."""
        values = {**values, "language": language}
        plain = _safe(kind, values)

        def part(name: str) -> str:
            return self._part(kind, language, variant, name, plain, written)

        def html_part(name: str, values: Mapping[str, Any]) -> Markup:
            if name in written:
                return WrittenText(written[name]).html(values, BOLD, PAGES)
            bold = {each: Markup("<strong>{}</strong>").format(values[each]) for each in BOLD if values.get(each)}
            return Markup(self._block(kind, language, variant, name, {**values, **bold}, html=True))

        subject = _one_line(part("subject"))
        closing = part("closing") if "closing" in written else ""
        texts = {**plain, "intro": part("intro"), "closing": closing}
        text = _BLANK_LINES.sub("\n\n", self._block(kind, language, variant, "text", texts)).strip() + "\n"
        template = self._txt(kind, language, variant)
        preview = _one_line(part("note")) if "note" in template.blocks else ""
        shown = plain | _safe(kind, {**values, **html_values})
        shown |= {
            "subject": subject,
            "preview": preview,
            "heading": _one_line(part("heading")),
            "intro": html_part("intro", shown),
            "closing": html_part("closing", shown) if closing else "",
        }
        return Mail(subject, self._mjml(kind, language, variant).render(shown), text)

    def block(
        self,
        kind: str,
        language: str,
        variant: str,
        name: str,
        values: Mapping[str, Any],
        written: Mapping[str, str] = NOTHING_WRITTEN,
    ) -> str:
        text = self._part(kind, language, variant, name, _safe(kind, values), written)
        return text.strip() if name == "chat" else _one_line(text)

    def source_of(self, kind: str, language: str, variant: str) -> str:
        """The source of the file with the texts of this kind."""
        return self._source(f"{_supported(language)}/{kind}{_suffix(variant)}.txt")

    def is_from_own_file(self, kind: str, language: str, variant: str) -> bool:
        """Whether a file of the installation has the texts of this kind."""
        name = f"{_supported(language)}/{kind}{_suffix(variant)}"
        return f"{name}.txt" in self._own or f"{name}.mjml" in self._own

    def channels(self, kind: str) -> list[str]:
        blocks = self._txt(kind, "en", "a").blocks
        blocks_by_channel = (
            ("email", "subject"),
            ("sms", "sms"),
            ("in_app", "note"),
            ("push", "note"),
            ("chat", "chat"),
        )
        return [channel for channel, block in blocks_by_channel if block in blocks]

    def variants(self, kind: str) -> list[str]:
        """`a`, and `b` if every language has a second variant."""
        return ["a", "b"] if all(self._has(f"{language}/{kind}.b.txt") for language in LANGUAGES) else ["a"]

    def check(self, kinds: Iterable[str] = VARIABLES) -> None:
        """Render the templates of these kinds with the documented examples. Raises BadTemplate."""
        for kind, language, variant in self._all_templates(kinds):
            values = examples(kind, language)
            try:
                self._check_names(kind, language, variant)
                blocks = self._txt(kind, language, variant).blocks
                if "subject" in blocks:
                    self.mail(kind, language, variant, values, {})
                    self.mail(kind, language, variant, {}, {})  # a booking that lacks everything optional
                for block in blocks:
                    if block != "text":  # the mail's, which has the first paragraph in it
                        self.block(kind, language, variant, block, values)
            except (JinjaError, ValueError, OSError, TypeError) as error:
                name = getattr(error, "name", None) or f"{language}/{kind}"
                raise BadTemplate(f"The template {name} cannot be used: {error}") from error

    def _all_templates(self, kinds: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        for kind in kinds:
            for language in LANGUAGES:
                for variant in self.variants(kind):
                    yield kind, language, variant

    def _check_names(self, kind: str, language: str, variant: str) -> None:
        suffix = _suffix(variant)
        sources = {f"{language}/{kind}{suffix}.txt": self._source(f"{language}/{kind}{suffix}.txt")}
        if self._has(f"{language}/{kind}{suffix}.mjml"):
            sources[f"{language}/{kind}{suffix}.mjml"] = self._with_includes(kind, language, variant)
        for source in list(sources.values()):
            tree = self._text.parse(source)
            sources |= {part: self._source(part) for part in meta.find_referenced_templates(tree) if part}
        for name, source in sources.items():
            unknown = (
                meta.find_undeclared_variables(self._text.parse(source)) - VARIABLES[kind].keys() - LAYOUT_VARIABLES
            )
            if unknown:
                raise BadTemplate(
                    f"The template {name} uses {', '.join(sorted(unknown))}, which messages of the kind {kind} do not "
                    f"have. They have: {', '.join(VARIABLES[kind])}."
                )
        built_in = self._built_in._txt(kind, language, variant).blocks if self._has_built_in(kind, variant) else {}
        missing = built_in.keys() - self._txt(kind, language, variant).blocks.keys() - NEWER_BLOCKS
        if missing:
            raise BadTemplate(f"The template {language}/{kind}{suffix}.txt lacks {', '.join(sorted(missing))}.")

    def _has_built_in(self, kind: str, variant: str) -> bool:
        return (BUILT_IN / LANGUAGES[0] / f"{kind}{_suffix(variant)}.txt").is_file()

    def _part(
        self,
        kind: str,
        language: str,
        variant: str,
        name: str,
        values: Mapping[str, Any],
        written: Mapping[str, str],
    ) -> str:
        if name in written:
            text = WrittenText(written[name]).text(values)
            if not text.strip() and name != "closing":
                raise BadText("nothing_left", f"nothing is left of the {name}, because its variables are empty")
            return text
        return self._block(kind, language, variant, name, values)

    def _block(
        self, kind: str, language: str, variant: str, name: str, values: Mapping[str, Any], *, html: bool = False
    ) -> str:
        template = self._txt(kind, language, variant, html=html)
        if name not in template.blocks and name in NEWER_BLOCKS and self._own:
            return self._built_in._block(kind, language, variant, name, values, html=html)
        if name not in template.blocks:
            raise TemplateNotFound(f"{template.name}: block {name}")
        return "".join(template.blocks[name](template.new_context(dict(values))))

    def _txt(self, kind: str, language: str, variant: str, *, html: bool = False) -> Template:
        environment = self._html if html else self._text
        return environment.get_template(f"{_supported(language)}/{kind}{_suffix(variant)}.txt")  # cached by Jinja

    def _mjml(self, kind: str, language: str, variant: str) -> Template:
        key = (kind, _supported(language), variant)
        if key not in self._compiled:
            # MJML makes one long line; mails can have 998 octets in a line. A line may end after the name of a tag.
            html = _LONG_LINE.sub(r"\1\n", mjml.mjml2html(self._with_includes(*key)))
            self._compiled[key] = self._html.from_string(html)
        return self._compiled[key]

    def _with_includes(self, kind: str, language: str, variant: str) -> str:
        """The layout with its includes. MJML's own mj-include is not used, because it nests content differently."""

        def read(match: re.Match[str]) -> str:
            path = f"{kind}{_suffix(variant)}.mjml" if match[1] == "content" else match[1]
            return _INCLUDE.sub(read, self._source(f"{language}/{path}"))

        return _INCLUDE.sub(read, self._source("layout.mjml"))

    def _source(self, name: str) -> str:
        return self._loader.get_source(self._text, name)[0]

    def _has(self, name: str) -> bool:
        return name in self._own or (BUILT_IN / name).is_file()

    def _read_own(self, name: str) -> str | None:
        return self._own[name].read_text("utf-8") if name in self._own else None


def _suffix(variant: str) -> str:
    return ".b" if variant == "b" else ""


def _supported(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


def _safe(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Every variable of the kind, without line breaks. Addresses that are not http or https become empty."""
    safe: dict[str, Any] = dict.fromkeys(VARIABLES[kind], "")
    for name in safe:
        value = values.get(name)
        if isinstance(value, str):
            value = _one_line(value)
            if name in PAGES and not value.startswith(("https://", "http://")):
                value = ""
        safe[name] = "" if value is None else value
    return safe


def _one_line(text: str) -> str:
    """Without line breaks: a name must not add a line to a message, nor a header to a mail."""
    return " ".join(text.split())
