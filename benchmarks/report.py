"""Prints the results, ratios first, and writes them to RESULTS.md with the machine and the versions."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.load import Load

RESULTS = Path(__file__).with_name("RESULTS.md")
PACKAGES = ("flask", "sqlalchemy", "granian", "pydantic", "psycopg", "pysqlite3")


@dataclass(frozen=True)
class Row:
    """One figure: its ratio to what it is compared with, and its target."""

    what: str
    ratio: str
    target: str
    met: bool | None
    figures: str


@dataclass
class Section:
    title: str
    about: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        self.notes.append(sentence)


def compare(what: str, ours: Sequence[Load], theirs: Sequence[Load], share: float, slower: float | None = None) -> Row:
    """Our rate as a share of theirs, and our p99 as a multiple of theirs."""
    rate = middle(ours) / middle(theirs)
    p99 = statistics.median(one.p99 for one in ours) / statistics.median(one.p99 for one in theirs)
    met = rate >= share and (slower is None or p99 <= slower)
    target = f"at least {share:.0%}" + ("" if slower is None else f", p99 at most {slower:g} times")
    figures = f"{rates(ours)} against {rates(theirs)} a second; p99 {_p99(ours)} against {_p99(theirs)} ms"
    return Row(what, f"{rate:.0%}, p99 {p99:.2f} times", target, met, figures)


def at_most(what: str, value: float, limit: float, figures: str) -> Row:
    """A multiple that must not be exceeded."""
    return Row(what, f"{value:.2f} times", f"at most {limit:g} times", value <= limit, figures)


def at_least(what: str, value: float, limit: float, figures: str) -> Row:
    """A multiple that must be reached."""
    return Row(what, f"{value:.2f} times", f"at least {limit:g} times", value >= limit, figures)


def middle(loads: Sequence[Load]) -> float:
    """The median rate."""
    return statistics.median(one.per_second for one in loads)


def rates(loads: Sequence[Load]) -> str:
    """The median rate, the lowest and the highest."""
    return spread([one.per_second for one in loads])


def spread(found: Sequence[float]) -> str:
    """The median, the lowest and the highest."""
    return f"{statistics.median(found):,.0f} ({min(found):,.0f} - {max(found):,.0f})"


def _p99(loads: Sequence[Load]) -> str:
    return f"{statistics.median(one.p99 for one in loads):.1f}"


def machine() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    system = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    return f"{system}, Python {platform.python_version()}; {versions}"


def text(sections: Sequence[Section], seconds: float) -> str:
    lines = [
        "# Benchmark results",
        "",
        "Written by `python -m benchmarks`. Clients, services and databases share one machine: the ratios say more",
        "than the rates.",
        "",
        f"{date.today().isoformat()}: {machine()}. Measured in {seconds / 60:.0f} minutes.",
    ]
    for section in sections:
        lines += [
            "",
            f"## {section.title}",
            "",
            section.about,
            "",
            "| | ratio | target | met | figures |",
            "|---|---|---|---|---|",
        ]
        for row in section.rows:
            met = {True: "yes", False: "no", None: ""}[row.met]
            lines.append(f"| {row.what} | {row.ratio} | {row.target} | {met} | {row.figures} |")
        if section.notes:
            lines += ["", *(f"- {note}" for note in section.notes)]
    return "\n".join([*lines, ""])


def print_section(section: Section) -> None:
    print(f"\n{section.title}", flush=True)
    for row in section.rows:
        met = {True: "ok  ", False: "MISS", None: "    "}[row.met]
        print(f"  {met} {row.what:<44} {row.ratio:<24} {row.target:<36} {row.figures}", flush=True)
    for note in section.notes:
        print(f"       {note}", flush=True)
