"""Texts with bold, italics, headings, lists and links, as people write them: a small part of Markdown.

They are stored as they were written. `html_of` is for pages, `plain_text` for lists, calendars and search words.
"""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

# No pictures, code, tables or HTML: what somebody types of those is shown as it was typed.
RULES = ("emphasis", "link", "autolink", "heading", "list", "blockquote", "newline", "escape", "entity")
# The levels of `#` and of all lower headings. Above them stand a page's title and the heading of a section.
IN_A_SECTION = (3, 4)
BELOW_THE_TITLE = (2, 2)  # the button for headings writes `##`, and no level may be left out
TAGS = {"p", "br", "strong", "em", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a"}
ATTRIBUTES: dict[str, set[str]] = {tag: {"dir"} for tag in ("p", "h2", "h3", "h4", "li")}
ATTRIBUTES |= {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
HAS_MARKS = re.compile(r"[*_#\[\]<>\\&]|^\s*([-+]|\d+[.)])\s", re.MULTILINE)
BLOCKS = ("paragraph", "heading", "list_item")

# A single line break is kept: people write addresses and times below each other.
_markdown = MarkdownIt("zero", {"html": False, "breaks": True, "linkify": False}).enable(list(RULES))


@lru_cache(maxsize=256)
def html_of(text: str, headings: tuple[int, int] = IN_A_SECTION) -> str:
    """HTML that is safe to show. It has the tags of TAGS only."""
    tokens = _markdown.parse(text)
    for token in tokens:
        _adapt(token, headings)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )


@lru_cache(maxsize=1024)
def plain_text(text: str) -> str:
    """The text without its marks, its paragraphs with an empty line between them."""
    if not HAS_MARKS.search(text):
        return text
    root = SyntaxTreeNode(_markdown.parse(text))
    return "\n\n".join(filter(None, (_plain(block) for block in root.children)))


def _adapt(token: Token, headings: tuple[int, int]) -> None:
    if token.tag[:1] == "h" and token.type.startswith("heading"):
        token.tag = f"h{headings[token.tag != 'h1']}"
    if token.nesting == 1 and token.type.removesuffix("_open") in BLOCKS:
        token.attrSet("dir", "auto")  # each block in the direction of its own script


def _plain(node: SyntaxTreeNode) -> str:
    if node.type in ("bullet_list", "ordered_list"):
        return "\n".join(f"- {_plain(item)}" for item in node.children)
    if node.type == "link":
        words, address = _inside(node), str(node.attrs.get("href", ""))
        return words if words == address or not address else f"{words} ({address})"
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type in ("list_item", "blockquote"):
        return "\n".join(_plain(child) for child in node.children)
    return node.content if node.type in ("text", "text_special") else _inside(node)


def _inside(node: SyntaxTreeNode) -> str:
    return "".join(_plain(child) for child in node.children)
