"""The built-in texts of messages in the form in which admins write them, to begin an edit with."""

from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, nodes

from main_app.messages.compiled_templates import Templates

# The parts that admins may write, with the most characters that each may have. Not the chats of teams, whose words
# depend on what happened.
LENGTHS = {"subject": 150, "heading": 120, "intro": 2000, "closing": 2000, "sms": 400, "title": 120, "note": 300}
SEVERAL_LINES = frozenset({"intro", "closing"})
CLOSING = "closing"  # the only part that no template has: without a text it is left out


@cache
def original_texts(kind: str, language: str, variant: str) -> dict[str, str]:
    """The texts of the built-in templates of this kind, by part. Conditions become parts in brackets."""
    tree = Environment().parse(Templates().source_of(kind, language, variant))
    blocks = {block.name: block for block in tree.find_all(nodes.Block)}
    texts = {name: _text(blocks[name].body) for name in LENGTHS if name in blocks}
    if "intro" in texts:
        texts[CLOSING] = ""
    return {name: texts[name] for name in LENGTHS if name in texts}


def _text(body: Iterable[nodes.Node]) -> str:
    return "".join(_node(node) for node in body)


def _node(node: nodes.Node) -> str:
    match node:
        case nodes.Output():
            return _text(node.nodes)
        case nodes.TemplateData():
            return node.data
        case nodes.Name():
            return f"{{{node.name}}}"
        case nodes.Or():  # a value, or words if it is empty
            return _node(node.left)
        case nodes.If():
            return _condition(node)
    raise TypeError(f"a text can't have {type(node).__name__}")


def _condition(node: nodes.If) -> str:
    """One wording that is true in all cases: the last one of several, or a part in brackets."""
    if node.else_:
        return _text(node.body if isinstance(node.test, nodes.Compare) else node.else_)
    last = node.elif_[-1] if node.elif_ else node
    text = _text(last.body)
    return f"[{text}]" if any(True for each in last.body for _ in each.find_all(nodes.Name)) else text
