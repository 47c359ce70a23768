"""`.env.example` is the list of settings, and tells the truth about each."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

from crm_microservice.config import load_config as load_crm_config
from main_app.config import load_config as load_main_config
from start_services import CannotStart, read_env_file

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / ".env.example"
CONFIGS = (ROOT / "main_app" / "config.py", ROOT / "crm_microservice" / "config.py")
SETTING = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


def names_read(source: Path) -> set[str]:
    """Every setting a config module asks for: words in capitals among a call's arguments, an index or a tuple."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text())):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Call):
            parts = node.args
        elif isinstance(node, ast.Subscript):
            parts = [node.slice]
        elif isinstance(node, ast.Tuple):
            parts = node.elts
        texts = {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
        found |= {text for text in texts if SETTING.fullmatch(text) and len(text) > 3}
    return found


def reserved_names() -> set[str]:
    return set(re.findall(r"^#([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text(), re.MULTILINE))


def test_every_setting_the_services_read_is_listed_and_nothing_else() -> None:
    listed = set(read_env_file(EXAMPLE))
    read = set().union(*map(names_read, CONFIGS))
    assert read - listed == set(), "add these to .env.example, each with a line of comment"
    assert listed - read == set(), "nothing reads these: remove them from .env.example"


def test_a_reserved_name_is_read_by_nothing() -> None:
    now_read = reserved_names() & set().union(*map(names_read, CONFIGS))
    assert now_read == set(), "these are read now: move them out of the reserved part of .env.example"


def test_every_setting_has_its_line_of_comment() -> None:
    lines = EXAMPLE.read_text().splitlines()
    for before, line in pairwise(lines):
        if re.match(r"#?[A-Z][A-Z0-9_]+=", line):
            assert re.match(r"# \w", before), f"no comment above {line}"


def test_copying_the_example_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    listed = read_env_file(EXAMPLE)
    for name in listed:
        # Empty is how a setting says "default"; it also keeps a developer's own .env out.
        monkeypatch.setenv(name, "")
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    main, crm = load_main_config(), load_crm_config()
    for name, value in listed.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert load_main_config() == main
    assert load_crm_config() == crm


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A=1\nB = two words # why\n\n# all\n", {"A": "1", "B": "two words"}),
        ("export A='x # y'\r\nB=\"q\"\n", {"A": "x # y", "B": "q"}),
        ('KEY="line one\nline two"\nB=1', {"KEY": "line one\nline two", "B": "1"}),
        ("A=b#c", {"A": "b#c"}),
        ("A=\nB=postgresql://u:p@h/d?x=1", {"A": "", "B": "postgresql://u:p@h/d?x=1"}),
    ],
)
def test_an_env_file_is_read_as_the_services_read_it(tmp_path: Path, text: str, values: dict[str, str]) -> None:
    from dotenv import dotenv_values

    path = tmp_path / ".env"
    path.write_bytes(text.encode())
    assert read_env_file(path) == values
    assert dict(dotenv_values(path)) == values


@pytest.mark.parametrize("text", ["A=1\nhello world\n", "A=1\n=2\n", "A=1\nB='open\n", "A=1\n1A=2\n"])
def test_a_broken_env_file_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / ".env"
    path.write_text(text)
    with pytest.raises(CannotStart, match=r"^Line 2 of \.env is not NAME=value"):
        read_env_file(path)


def test_an_env_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"A=\xff\xfe\n")
    with pytest.raises(CannotStart, match=r"UTF-8"):
        read_env_file(path)
