"""Runs all checks of the product: `python -m tests`. Needs only Python, like the product itself.

Options that are not listed are passed to pytest: `python -m tests -k name` runs only the tests of that name, on both
engines.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from launcher.console import CannotStart
from launcher.folders import BIN, FRONTEND, PYTHON, ROOT
from launcher.steps import run_visibly
from launcher.web_app import find_npm, prepare_frontend
from tests.support.environment import prepare_environment, provide_redis
from tests.support.rounds import THOROUGH

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# What `--quick` runs, on SQLite: no types, browsers and kills, and nothing that is marked slow.
QUICK = ("tests/main_app", "tests/crm_microservice", "tests/service_kit", "tests/contract")
# Attributes of a JUnit report: all tests, and those that did not pass.
COUNTS = ("tests",), ("failures", "errors", "skipped")
SLOWEST_FILES = 25
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Result(NamedTuple):
    title: str
    succeeded: bool
    seconds: float
    passed: int = 0
    failed: int = 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, help="test on this database only")
    parser.add_argument("--quick", action="store_true", help="three minutes: the tests that changes break most often")
    parser.add_argument("--thorough", action="store_true", help="all rounds of races and kills instead of a tenth")
    parser.add_argument(
        "--profile", choices=("cluster",), help="instead: two main APIs, two CRMs, three workers, nginx"
    )
    options, for_pytest = parser.parse_known_args(arguments)
    engines = [options.engine] if options.engine else ["sqlite"] if options.quick else list(ENGINES)
    os.chdir(ROOT)
    if options.thorough:
        os.environ[THOROUGH] = "1"
    try:
        prepare_environment(with_postgres=bool(options.profile) or "postgresql" in engines)
        provide_redis()
        if options.profile:
            provide_nginx()
            return summarise([run_pytest("Cluster", "postgresql", ["-s", *for_pytest, "tests/cluster"])])
        provide_chromium()
    except CannotStart as problem:
        print(f"tests: {problem}", file=sys.stderr)
        return 2
    results = [] if for_pytest else check_code() + (check_frontend() if options.quick else check_types_and_frontend())
    for engine in engines:
        results += run_chosen(engine, for_pytest) if for_pytest else run_all(engine, options.quick)
    return summarise(results)


def provide_nginx() -> None:
    if not shutil.which("nginx"):
        install_with_apt("nginx-light")
    if not shutil.which("nginx"):
        raise CannotStart("The cluster needs nginx. Install it, such as with: apt install nginx-light")


def install_with_apt(package: str) -> None:
    """Install a package of Debian, where that is possible."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        run_visibly(f"Looking for {package}", ["apt-get", "update", "-q"])
        run_visibly(f"Installing {package}", ["apt-get", "install", "-y", "-q", "--no-install-recommends", package])


def provide_chromium() -> None:
    """Provide a Chromium and name it in CHROMIUM for the browser tests; empty means Playwright's own."""
    if not (ROOT / "tests" / "browser").is_dir():
        return
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found:
        install_with_apt("chromium")
        found = shutil.which("chromium")
    if not found:
        run_visibly("Installing Playwright's Chromium", [str(PYTHON), "-m", "playwright", "install", "chromium"])
    os.environ["CHROMIUM"] = found or ""


def check_code() -> list[Result]:
    python = str(PYTHON)
    return [
        run("Lint", [python, "-m", "ruff", "check"]),
        run("Format", [python, "-m", "ruff", "format", "--check"]),
        run("Import rules", [str(BIN / "lint-imports")]),
    ]


def check_types_and_frontend() -> list[Result]:
    """Checking types keeps one processor busy, so the web app is built and checked meanwhile."""
    with ThreadPoolExecutor(1) as beside:
        types = beside.submit(check_types)
        results = check_frontend()
    result, said = types.result()
    heading(result.title)
    print(said, flush=True)
    return [result, *results]


def check_types() -> tuple[Result, str]:
    """Return the result and what the checker said, which is shown once the others are done."""
    begun = time.monotonic()
    checker = subprocess.run(
        [str(PYTHON), "-m", "pyright"], check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return Result("Types", checker.returncode == 0, time.monotonic() - begun), checker.stdout.strip()


def check_frontend() -> list[Result]:
    if not (FRONTEND / "package.json").exists():
        return []
    begun = time.monotonic()
    heading("Web app: build")
    try:
        npm = find_npm()
        prepare_frontend(build=True, for_development=True)
    except CannotStart as problem:
        print(problem, flush=True)
        return [Result("Web app: build", False, time.monotonic() - begun)]
    return [
        Result("Web app: build", True, time.monotonic() - begun),
        run("Web app: lint and types", [npm, "run", "check"], FRONTEND),
        run("Web app: tests", [npm, "test"], FRONTEND),
    ]


def run_chosen(engine: str, chosen: list[str]) -> list[Result]:
    return [run_pytest(f"Chosen tests on {ENGINES[engine]}", engine, chosen)]


def run_all(engine: str, quick: bool) -> list[Result]:
    # Three processes, because many tests wait. A file's tests stay in one process, whose services they share.
    parallel = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "-m"]
    if quick:
        return [run_pytest("Quick tests on SQLite", engine, [*parallel, "not alone and not slow", *QUICK])]
    return [
        run_pytest(f"Tests on {ENGINES[engine]}", engine, [*parallel, "not alone"]),
        run_pytest(f"Timed tests on {ENGINES[engine]}", engine, ["-m", "alone"], may_be_none=True),
    ]


def run_pytest(title: str, engine: str, options: list[str], may_be_none: bool = False) -> Result:
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory, "report.xml")
        command = [str(PYTHON), "-m", "pytest", f"--junitxml={report}", *options]
        result = run(title, command, environment={"TEST_ENGINE": engine}, good=(0, 5) if may_be_none else (0,))
        if not report.exists():
            return result
        root = ElementTree.parse(report).getroot()
    print_slowest_files(root)
    suites = list(root.iter("testsuite"))
    total, bad = (sum(int(suite.get(name, 0)) for suite in suites for name in names) for names in COUNTS)
    return result._replace(passed=total - bad, failed=bad)


def print_slowest_files(report: ElementTree.Element) -> None:
    """Print where the time of a run went, because a run that grows is no longer started before each change."""
    seconds: Counter[str] = Counter()
    for case in report.iter("testcase"):
        # A class name is a module's, perhaps with a class: tests.browser.test_times.
        module = ".".join(part for part in case.get("classname", "").split(".") if part.islower())
        seconds[module] += round(float(case.get("time", 0)))
    print("Slowest files, in seconds of one process:")
    for module, taken in seconds.most_common(SLOWEST_FILES):
        print(f"{taken:6} {module}")


def run(
    title: str,
    command: list[str],
    cwd: Path = ROOT,
    environment: dict[str, str] | None = None,
    good: tuple[int, ...] = (0,),
) -> Result:
    heading(title)
    begun = time.monotonic()
    status = subprocess.call(command, cwd=cwd, env={**os.environ, **(environment or {})})
    return Result(title, status in good, time.monotonic() - begun)


def heading(title: str) -> None:
    print(f"\n=== {title}", flush=True)


def summarise(results: list[Result]) -> int:
    heading("Summary")
    for result in results:
        print(f"{'ok' if result.succeeded else 'FAILED':<7} {result.title:<26} {result.seconds:7.1f} s")
    # A failed step without a count of tests, such as the lint, counts as one failure.
    failed = sum(result.failed or int(not result.succeeded) for result in results)
    print(f"\n{sum(result.passed for result in results)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
