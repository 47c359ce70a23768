"""What people write is shown with its marks, and never does anything else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service_kit.rich_text import TAGS, html_of, plain_text
from tests.support.rounds import rounds

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

TEXT = """# Who it is for
Beginners **and** *others*.
At seven

- a [map](https://example.com/map)
- tea"""


def test_marks_become_html_and_are_gone_from_plain_text() -> None:
    assert html_of(TEXT).split("\n")[:4] == [
        '<h3 dir="auto">Who it is for</h3>',
        '<p dir="auto">Beginners <strong>and</strong> <em>others</em>.<br>',
        "At seven</p>",
        "<ul>",
    ]
    assert plain_text(TEXT).split("\n") == [
        "Who it is for", "", "Beginners and others.", "At seven", "", "- a map (https://example.com/map)", "- tea",
    ]  # fmt: skip
    assert plain_text("Slow.\n\nMats are there.\nCome.") == "Slow.\n\nMats are there.\nCome."


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<javascript:alert(1)>",
        '[x](https://example.com "onmouseover=alert(1)")',
        "![x](https://example.com/track.gif)",
        "```\n<script>alert(1)</script>\n```",
    ],
)
def test_scripts_and_pictures_in_a_text_are_only_words(text: str) -> None:
    html = html_of(text)
    assert set(re.findall(r"<(\w+)", html)) <= TAGS
    assert set(re.findall(r' ([a-z-]+)="', html)) <= {"dir", "href", "rel"}
    assert all(re.match("https?:|mailto:|tel:", address) for address in re.findall('href="([^"]*)"', html))


@given(st.text(st.sampled_from("<>[]()*_#-`\"'&;:/ \n1.ajavscript!"), max_size=80))
@settings(max_examples=rounds(500), deadline=None)
def test_no_text_makes_another_tag(text: str) -> None:
    html = html_of(text)
    assert set(re.findall(r"<(\w+)", html)) <= TAGS
    assert all(re.match("https?:|mailto:|tel:", address) for address in re.findall('href="([^"]*)"', html))
    plain_text(text)


def test_each_paragraph_has_the_direction_of_its_script() -> None:
    assert html_of("مرحبا\n\nHello").count('<p dir="auto">') == 2


@pytest.mark.parametrize("piece", ["[", "*a_", ">", "- ", "[a](", "<", "**", "\\", "1. "])
def test_a_text_of_marks_only_is_shown_too(piece: str) -> None:
    text = piece * (8000 // len(piece))
    assert html_of(text)
    plain_text(text)
